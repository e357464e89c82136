// 主な仕事をひととおり: 送信側の事業所がセットを送り、受信側の事業所が受け取って確認し、受領を返す。
// The main job: one office sends a set, another takes it, verifies it and acknowledges it.
//
//   g++ -std=c++17 -I include samples/cpp/main.cpp -L lib -lcareplan -Wl,-rpath,'$ORIGIN/lib' -o sample
//   ./sample 送信側プロファイル 受信側プロファイル ファイル...
#include <iostream>
#include <string>
#include <vector>

#include "careplan.hpp"
#include "utf8.hpp"

using careplan::result;

static void print(const careplan::findings &findings) {
    for (const auto &f : findings) {
        std::cerr << "  " << f.code << ' ' << f.file;
        if (f.record > 0) std::cerr << ' ' << f.record << "件目";
        if (f.item > 0) std::cerr << " 項番" << f.item;
        std::cerr << ": " << f.message << ' ' << f.hint << '\n';
    }
}

// Says in full what went wrong.
static void print(const careplan::error &e) {
    std::cerr << e.name() << ": " << e.message() << "\n  → " << e.next_step() << '\n';
    print(e.findings());
    if (e.is_retryable()) std::cerr << "  （あとでもう一度実行できます）\n";
}

static result<std::vector<careplan::document>> read(const std::vector<std::string> &paths) {
    std::vector<careplan::document> documents;
    for (const auto &path : paths) {
        auto document = careplan::document::read_file(path);
        if (!document) return std::move(document).error();
        print(document->findings());
        documents.push_back(std::move(document).value());
    }
    return documents;
}

static result<void> send(const careplan::office &office, const std::vector<careplan::document> &documents) {
    auto set = careplan::message_set::build(documents);
    if (!set) return std::move(set).error();
    auto outgoing = office.send(*set, "予定をお送りします");
    if (!outgoing) return std::move(outgoing).error();
    // 保存したデータは失われません。次の送受信で送られます。/ It stays stored and goes out with the next sync.
    auto synced = office.sync_all();
    // 同じセットをもう一度渡しても、二重には送られません。/ The same set again is the message that is there already.
    if (synced) std::cout << (outgoing->is_new() ? "送信しました: " : "前に送った同じセットです: ") << outgoing->id() << '\n';
    return synced;
}

// Shows a file as the care software would import it.
static void import(const careplan::document &document) {
    std::cout << "  " << document.name() << ": " << document.record_count() << " 件";
    const auto records = document.records();
    if (records && !records->empty()) std::cout << "（1件目の保険者番号 " << records->record(1).item(2) << "）";
    std::cout << '\n';
    print(document.findings());
}

static result<std::size_t> take_all(const careplan::office &office, const std::vector<careplan::document> &sent) {
    if (auto synced = office.sync_all(); !synced) return std::move(synced).error();
    careplan::query to_take;
    to_take.states = careplan::to_take;
    auto inbox = office.received(to_take);
    if (!inbox) return std::move(inbox).error();
    std::cout << "受信できるデータ: " << inbox->size() << " 件\n";
    std::size_t same = 0;
    for (const auto &message : *inbox) {
        std::cout << "「" << message.subject << "」送信元 " << message.sender << '\n';
        auto delivery = office.take(message.id);
        if (!delivery) return std::move(delivery).error();
        for (const auto &document : delivery->documents()) {
            import(document);
            for (const auto &original : sent)
                if (original.name() == document.name() && original.content() == document.content()) same++;
        }
        // 実際のソフトでは、ここで自分のデータベースに保存し終えてから受領を返します。
        // Real software stores the files in its own database here, and acknowledges only when that is done.
        if (auto acknowledged = office.acknowledge(message.id); !acknowledged) return std::move(acknowledged).error();
    }
    if (auto synced = office.sync_all(); !synced) return std::move(synced).error();
    std::cout << "送ったものと同じファイル: " << same << " / " << sent.size() << '\n';
    return same;
}

static result<bool> was_taken(const careplan::office &office) {
    if (auto synced = office.sync_all(); !synced) return std::move(synced).error();
    auto sent = office.sent();
    if (!sent) return std::move(sent).error();
    for (const auto &message : *sent) {
        if (message.state != careplan::sent_state::taken || !message.has_receipt) continue;
        std::cout << "相手が受領しました: " << message.taken_at << '\n';
        return true;
    }
    return false;
}

static result<bool> run(const std::string &sender_profile, const std::string &receiver_profile, const std::vector<std::string> &files) {
    auto sender = careplan::office::open(sender_profile);
    if (!sender) return std::move(sender).error();
    auto receiver = careplan::office::open(receiver_profile);
    if (!receiver) return std::move(receiver).error();
    auto documents = read(files);
    if (!documents) return std::move(documents).error();
    if (auto done = send(*sender, *documents); !done) return std::move(done).error();
    auto same = take_all(*receiver, *documents);
    if (!same) return std::move(same).error();
    if (*same != documents->size()) return false;
    return was_taken(*sender);
}

int main(int argc, char **argv) {
    const auto arguments = utf8_arguments(argc, argv);
    if (arguments.size() < 4) {
        std::cerr << "使い方: " << arguments[0] << " 送信側プロファイル 受信側プロファイル ファイル...\n";
        return 2;
    }
    const auto done = run(arguments[1], arguments[2], {arguments.begin() + 3, arguments.end()});
    if (!done) print(done.error());
    return done && *done ? 0 : 1;
}
