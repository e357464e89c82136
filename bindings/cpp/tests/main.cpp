// careplan.hpp を試します。/ Tests of careplan.hpp: all that needs no relay, then the main job where CAREPLAN_SANDBOX names a sandbox.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <type_traits>

#include "careplan.hpp"

namespace cp = careplan;
using namespace std::string_literals;

static int failures = 0;

static void check(bool holds, const char *what, int line) {
    if (holds) return;
    failures++;
    std::fprintf(stderr, "main.cpp:%d: %s\n", line, what);
}
#define CHECK(what) check((what), #what, __LINE__)

template <class T> static bool good(const cp::result<T> &r, int line) {
    if (r) return true;
    failures++;
    const auto message = std::string(r.error().message(cp::language::en)) + " " + std::string(r.error().next_step(cp::language::en));
    std::fprintf(stderr, "main.cpp:%d: %s %s\n", line, std::string(r.error().name()).c_str(), message.c_str());
    const auto list = r.error().findings(cp::language::en);
    for (const auto &f : list)
        std::fprintf(stderr, "  %s %s\n", std::string(f.code).c_str(), std::string(f.message).c_str());
    return false;
}
#define GOOD(r) good((r), __LINE__)

static_assert(!std::is_copy_constructible_v<cp::office> && std::is_nothrow_move_constructible_v<cp::office>);
static_assert(!std::is_copy_constructible_v<cp::document> && std::is_nothrow_move_assignable_v<cp::document>);
static_assert(!std::is_copy_constructible_v<cp::result<cp::office>> && std::is_move_constructible_v<cp::result<cp::office>>);

static std::string slurp(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

static const std::string set_name = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

static std::vector<cp::document> sample_set(const std::string &samples) {
    std::vector<cp::document> documents;
    const auto groups = cp::groups::of_folder(samples + "/sets/5070100002_11");
    if (!GOOD(groups)) return documents;
    CHECK(groups->size() == 1);
    for (auto d : groups->documents(0)) documents.push_back(std::move(d));
    return documents;
}

static void versions() {
    CHECK(cp::is_fit());
    CHECK(cp::version() == std::to_string(CPL_VERSION_MAJOR) + "." + std::to_string(CPL_VERSION_MINOR) + "." + std::to_string(CPL_VERSION_PATCH));
    CHECK((cp::capabilities() & cp::capability::relay) != 0);
}

static void the_standard() {
    std::size_t kinds = 0;
    for (const auto &kind : cp::file_kinds()) kinds += kind.kind.empty() ? 0 : 1;
    CHECK(kinds >= 17);
    CHECK(!cp::set_kinds().empty());
    CHECK(cp::set_kind_file(cp::edition::v41, 0, 0).has_value());
    CHECK(cp::service_kind_name("11").value() == "訪問介護");
    CHECK(cp::service_kind_name("xx").status() == cp::status::out_of_range);
    const auto layout = cp::layout::of_kind("UPPLAN");
    if (!GOOD(layout)) return;
    CHECK(layout->kind() == "UPPLAN");
    const auto no = layout->find("insurer_number");
    CHECK(no.has_value());
    std::uint32_t at = 0;
    bool codes = false;
    for (const auto &item : layout->items()) {
        CHECK(item.no == ++at);
        for (const auto &[code, meaning] : layout->codes(item.no)) codes = codes || layout->code_meaning(item.no, code).value() == meaning;
    }
    CHECK(at > 10 && codes);
    CHECK(layout->item(0).status() == cp::status::out_of_range);
    CHECK(!layout->find("no such item"));
    const auto all = cp::explain();
    CHECK(all && all->size() > 50);
    CHECK(cp::explain("CP2010", cp::language::en).value()[0].code == "CP2010");
}

static void documents(const std::string &samples) {
    const auto path = samples + "/sets/5070100002_11/" + set_name;
    auto read = cp::document::read_file(path);
    if (!GOOD(read)) return;
    const cp::document document = std::move(read).value();
    CHECK(document.name() == set_name);
    CHECK(document.content().text() == slurp(path));
    CHECK(document.info()->edition == cp::edition::v41 && document.info()->encoding == cp::encoding::ms932);
    CHECK(document.info()->has_standard_name && !document.info()->has_errors && document.info()->kind == "UPPLAN");
    CHECK(!document.findings().has_errors());
    const auto records = document.records();
    if (!GOOD(records)) return;
    CHECK(records->size() == document.record_count() && records->size() > 0);
    std::size_t seen = 0;
    for (const auto row : *records) {
        seen++;
        const auto record = document.record(seen);
        CHECK(record && record->size() == row.size());
        std::uint32_t no = 0;
        for (const auto text : row) CHECK(record->item(++no).value() == text);
    }
    CHECK(seen == records->size() && records->record(0).size() == 0 && records->record(seen + 1).size() == 0);
    CHECK(document.record(1)->item("insurer_number").value() == document.item(1, document.layout()->find("insurer_number").value()).value());
    CHECK(document.record(seen + 1).status() == cp::status::out_of_range);

    auto content = slurp(path);
    content[content.find("20")] = 'x';
    const auto broken = cp::document::read(set_name, cp::bytes(content));
    if (!GOOD(broken)) return;
    const auto findings = broken->findings(cp::language::en);
    CHECK(findings.has_errors() && findings.size() >= 1 && findings[0].severity == cp::severity::error);
    CHECK(!findings[0].message.empty() && findings[0].message != broken->findings(cp::language::ja)[0].message);
    CHECK(findings.at(findings.size()).status() == cp::status::out_of_range);
    std::vector<cp::document> one;
    one.push_back(cp::document::read(set_name, cp::bytes(content)).value());
    const auto set = cp::message_set::build(one);
    CHECK(set.status() == cp::status::set_refused && set.error().category() == cp::category::file);
    CHECK(!set.error().findings().empty() && !set.error().next_step().empty() && set.error().name() == "CPL_SET_REFUSED");
    CHECK(set.error().message(cp::language::ja) != set.error().message(cp::language::en));
}

static void edits(const std::string &samples, const std::string &folder) {
    const auto document = cp::document::read_file(samples + "/sets/5070100002_11/" + set_name);
    if (!GOOD(document)) return;
    auto draft = cp::file_draft::of(*document);
    if (!GOOD(draft)) return;
    CHECK(draft->name() == set_name && draft->record_count() == document->record_count());
    auto record = draft->record(1);
    if (!GOOD(record)) return;
    const auto refused = record->set("insurer_number", "x");
    CHECK(refused.status() == cp::status::value_refused && !refused.error().findings().empty() && refused.error().place().item > 0);
    const auto no = draft->layout()->find("insurer_number").value();
    const auto old = record->text(no).value();
    CHECK(GOOD(record->set(no, old)));
    CHECK(GOOD(record->set_all({std::nullopt, std::nullopt})));
    CHECK(GOOD(draft->replace(1, *record)));
    CHECK(GOOD(draft->insert(*record)));
    CHECK(GOOD(draft->remove(draft->record_count())));
    CHECK(draft->remove(draft->record_count() + 1).status() == cp::status::out_of_range);
    auto finished = draft->finish();
    if (!GOOD(finished)) return;
    CHECK(finished->content() == document->content());
    CHECK(GOOD(finished->write(folder)));
    CHECK(finished->write(folder).status() == cp::status::file_exists);
    CHECK(GOOD(finished->write(folder, true)));
    CHECK(cp::document::read_file(folder + "/" + set_name).value().content() == document->content());
    CHECK(cp::record_draft::of(*document, 1)->take_over(*record).has_value());
    const auto begun = cp::file_draft::begin("UPPLAN", "202609", "5070022016_43", "5070100002_11", "20260826093000");
    CHECK(GOOD(begun) && begun->name() == set_name);
    const auto image = cp::image_name("5070022016_43", "5070100002_11", "20260826093000", 7);
    CHECK(GOOD(image) && cp::document::read(*image, {})->info()->branch == "0007");
    CHECK(cp::image_name("5070022016_43", "", "20260826093000", 10000).status() == cp::status::value_refused);
    const auto replaced = cp::substituted::of("𠮷野〜", {{{"𠮷", "吉"}}, cp::without_step::look_alikes});
    CHECK(GOOD(replaced) && replaced->text() == "吉野〓" && replaced->changes().size() == 2);
    CHECK(replaced->changes()[0].how == cp::substitution_how::own_table && replaced->changes()[1].position == 3);
    CHECK(cp::substituted::of("𠮷", {{}, cp::without_step::last_resort}).status() == cp::status::value_refused);
    CHECK(cp::substituted::of("8～10時")->changes().empty());
    const auto stored = cp::store_certificates(cp::certificate_store::current_user);
    CHECK(stored ? stored->size() < 10000 : stored.status() == cp::status::unsupported);
    const auto repaired = cp::repaired::of(*document);
    CHECK(GOOD(repaired) && repaired->changes().empty() && repaired->obstacle().empty() && repaired->document().has_value());
    std::vector<cp::document> all;
    all.push_back(std::move(finished).value());
    const auto upgraded = cp::upgraded::of(all);
    CHECK(GOOD(upgraded) && upgraded->size() == 1 && upgraded->source(0).value() == set_name && upgraded->changes(0).empty());
}

static void empty_handles_and_moves() {
    cp::document none;
    CHECK(!none && none.name().empty() && none.content().empty() && none.record_count() == 0);
    CHECK(none.info().status() == cp::status::null_pointer && none.findings().empty());
    CHECK(none.info().error().category() == cp::category::caller && none.info().error().name() == "CPL_NULL_POINTER");
    CHECK(none.info().error().message() == cp::message_of(cp::status::null_pointer) && cp::message_of(cp::status(99999)).empty());
    CHECK(cp::message_of(cp::status::clock_ahead, cp::language::en).substr(0, 20) == "this machine's clock");
    const auto missing = cp::document::read_file("no/such/file.csv");
    CHECK(missing.status() == cp::status::file_unreadable && !missing.error().message().empty());
    cp::office closed;
    CHECK(closed.number().empty() && closed.sync().status() == cp::status::null_pointer && closed.on_event({}).status() == cp::status::null_pointer);
    auto moved = cp::office::open("no/such/office").and_then([](cp::office &&o) { return o.info(); });
    CHECK(moved.status() == cp::status::profile_unreadable && moved.error().category() == cp::category::setup);
    CHECK(cp::document::read("x.csv", {}).and_then([](cp::document &&d) -> cp::result<std::size_t> { return d.record_count(); }).value_or(9U) == 0);
    cp::error a(cp::status::panic, nullptr);
    a = cp::error(cp::status::too_large, nullptr);
    CHECK(a.name() == "CPL_TOO_LARGE" && !a.is_retryable() && a.retry_after().count() == 0);
#if CAREPLAN_EXCEPTIONS
    try {
        (void)cp::document::read_file("no/such/file.csv").or_throw();
        CHECK(false);
    } catch (const cp::exception &e) {
        CHECK(e.error().status() == cp::status::file_unreadable && std::string(e.what()).find("CPL_FILE_UNREADABLE") == 0);
    }
#endif
}

static void throw_if_possible() {
#if CAREPLAN_EXCEPTIONS
    throw 1;
#endif
}

static void exchange(const std::string &sandbox, const std::string &samples, const std::string &folder) {
    std::atomic<int> lines{0}, told{0}, steps{0};
    cp::office_options options;
    options.log = [&](const cp::log_line &line) { lines += line.text_ja.empty() || line.code.empty() ? 0 : 1; };
    auto opened = cp::office::open(sandbox + "/offices/5070022016", std::move(options));
    if (!GOOD(opened)) return;
    cp::office sender;
    sender = std::move(opened).value();
    CHECK(lines > 0 && sender.number() == "5070022016" && sender.info()->way == cp::way::relay);
    CHECK(cp::office::open(sandbox + "/offices/5070022016").status() == cp::status::store_in_use);
    const auto receiver_opened = cp::office::open(sandbox + "/offices/5070100002");
    if (!GOOD(receiver_opened)) return;
    const cp::office &receiver = *receiver_opened;
    const auto asked = sender.ask_relay();
    CHECK(GOOD(asked) && asked->info()->environment == cp::environment::sandbox && asked->info()->max_content_bytes > 0);
    CHECK(sender.info()->environment == cp::environment::sandbox && !asked->info()->server_time.empty());
    CHECK(sender.certificate_count() == 1 && sender.certificate(0)->info()->office == "5070022016");
    CHECK(sender.certificate(1).status() == cp::status::out_of_range);
    CHECK(GOOD(sender.set_actor("窓口 花子")));
    CHECK(GOOD(sender.on_event([&](const cp::event &e) {
        told += e.direction == cp::direction::sent && !e.message.empty() ? 1 : 0;
        throw_if_possible();
    })));

    const auto found = sender.find_office("5070100002");
    CHECK(GOOD(found) && found->size() == 1 && (*found)[0].takes_part && !found->has_more());
    const auto recipients = found->certificates(0);
    CHECK(GOOD(recipients) && recipients->size() == (*found)[0].certificate_count && recipients->front().info()->office == "5070100002");
    CHECK(found->certificates(1).status() == cp::status::out_of_range);
    CHECK(sender.find_office("9999999999").status() == cp::status::unknown_office);
    CHECK(GOOD(sender.search_offices("第")));
    CHECK(!sender.search_offices("第")->empty());

    const auto documents = sample_set(samples);
    const auto set = cp::message_set::build(documents);
    if (!GOOD(set)) return;
    CHECK(set->documents().size() == documents.size() && set->info()->kind == "use_slip" && !set->findings().has_errors());
    const auto out = sender.send(*set, "予定をお送りします", "九月分です");
    if (!GOOD(out)) return;
    CHECK(out->is_new() && !sender.send(*set)->is_new());
    const std::string id(out->id());

    const cp::cancel_token thrown;
    thrown.request();
    CHECK(thrown.is_requested());
    CHECK(sender.sync({&thrown, {}}).status() == cp::status::cancelled);
    cp::control control;
    control.on_progress = [&](const cp::progress &p) { steps += p.total > 0 ? 1 : 0; };
    const auto report = sender.sync(control);
    if (!GOOD(report)) return;
    CHECK(report->info()->is_complete && report->info()->sent == 1 && report->problems().empty() && steps > 0 && told > 0);
    CHECK(GOOD(sender.on_event({})));

    CHECK(GOOD(receiver.sync_all()));
    cp::query waiting;
    waiting.states = cp::to_take;
    waiting.partner = "5070022016";
    const auto inbox = receiver.received(waiting);
    if (!GOOD(inbox) || inbox->size() != 1) return CHECK(false);
    for (const auto &m : *inbox) CHECK(m.id == id && m.subject == "予定をお送りします" && cp::name_of(m.state) == "受信済（未取込）");
    CHECK(inbox->files(0).size() == documents.size() && inbox->steps(0).size() >= 1);
    CHECK(receiver.acknowledge(id).status() == cp::status::not_taken);
    const auto delivery = receiver.take(id);
    if (!GOOD(delivery)) return;
    CHECK(delivery->info()->body == "九月分です" && delivery->signer()->office == "5070022016");
    std::size_t same = 0;
    for (const auto &taken : delivery->documents())
        for (const auto &d : documents) same += taken.name() == d.name() && taken.content() == d.content() ? 1 : 0;
    CHECK(same == documents.size());
    CHECK(GOOD(receiver.acknowledge(id)));
    CHECK(GOOD(receiver.sync_all()));
    CHECK(receiver.receipt(cp::receipt_of::received, id)->info()->sender == "5070022016");

    {
        auto working = cp::worker::start(sender);
        if (!GOOD(working)) return;
        CHECK(cp::worker::start(sender).status() == cp::status::worker_runs);
        for (int i = 0; i < 200 && sender.overview()->count(cp::sent_state::taken) == 0; i++) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        CHECK(sender.overview()->info()->worker_runs);
        working->stop();
    }
    const auto sent = sender.sent_message(id);
    CHECK(GOOD(sent) && (*sent)[0].state == cp::sent_state::taken && (*sent)[0].has_receipt && sent->files(0).size() == documents.size());
    for (const auto &m : sender.sent().value()) CHECK(m.id == id && m.subject.empty());
    CHECK(sender.sent()->size() == 1 && sender.sent(cp::query{cp::bit(cp::sent_state::failed)})->empty());
    CHECK(sender.open_sent(id)->documents().size() == documents.size());
    CHECK(sender.withdraw(id).status() == cp::status::wrong_state);
    const auto evidence_file = sender.export_evidence(id);
    if (!GOOD(evidence_file)) return;
    const auto evidence = receiver.verify_evidence(evidence_file->bytes());
    CHECK(GOOD(evidence) && evidence->receipt.info()->message == id && evidence->message.info()->id == id);
    std::string spoilt(evidence_file->text());
    spoilt[spoilt.size() / 2] ^= 1;
    CHECK(receiver.verify_evidence(cp::bytes(spoilt)).error().category() == cp::category::trust);
    CHECK(sender.events()->size() >= 3 && sender.find_ids(cp::direction::sent, id.substr(0, 6)).value()[0] == id);
    CHECK(GOOD(sender.access_log()) && sender.access_log()->size() >= 2);
    CHECK(GOOD(sender.verify_access_log()));
    const auto exported = sender.export_access_log();
    CHECK(GOOD(exported) && cp::access_head::verify(exported->first.bytes())->info()->entries == exported->second.info()->entries);
    CHECK(GOOD(sender.export_access_log(folder + "/記録.jsonl")));
    CHECK(sender.export_access_log(folder + "/記録.jsonl").status() == cp::status::file_exists && GOOD(sender.export_access_log(folder + "/記録.jsonl", true)));
    CHECK(GOOD(sender.clean_up()));
    CHECK(GOOD(sender.backup(folder + "/控え")));
    CHECK(sender.folder()->refused_groups().empty() && sender.folder()->unfinished_files().empty());
    CHECK(GOOD(sender.on_log({})));
    sender.close();
    CHECK(GOOD(cp::office::restore(sandbox + "/offices/5070022016", folder + "/控え")));
}

/// An envelope from one office to another, without a profile and without a store.
static void envelopes(const std::string &sandbox, const std::string &samples) {
    const auto sender = sandbox + "/offices/5070022016", receiver = sandbox + "/offices/5070100002";
    const auto roots = slurp(sender + "/trust.pem");
    const auto trust = cp::trust::of({cp::bytes(roots)});
    auto from = cp::identity::read_pair(cp::bytes(slurp(sender + "/certificate.pem")), cp::bytes(slurp(sender + "/private-key.pem")));
    auto to = cp::identity::read(cp::bytes(slurp(receiver + "/certificate.pem") + slurp(receiver + "/private-key.pem")));
    if (!GOOD(trust) || !GOOD(from) || !GOOD(to)) return;
    CHECK(cp::trust::of({}).error().category() == cp::category::setup || cp::trust::of({}).error().category() == cp::category::caller);
    CHECK(cp::identity::load(sandbox + "/nothing.p12").status() == cp::status::file_unreadable);
    CHECK(!cp::identity::from_store(cp::certificate_store::current_user, "00"));

    std::vector<cp::certificate> recipients;
    recipients.push_back(to->certificate().value());
    const auto about = recipients[0].info();
    CHECK(GOOD(about) && about->office == "5070100002" && about->is_valid_now && about->days_left > 0 && about->fingerprint.size() == 64);
    CHECK(cp::certificate::read(recipients[0].der())->der() == recipients[0].der());
    CHECK(GOOD(trust->check(recipients[0], cp::certificate_use::sealing)));
    CHECK(trust->check(cp::certificate(), cp::certificate_use::signing).status() == cp::status::null_pointer);
    cp::trust_options past;
    past.roots = cp::bytes(roots);
    past.at = "2001-01-01T00:00:00Z";
    CHECK(cp::trust::of(past)->check(recipients[0], cp::certificate_use::signing).error().category() == cp::category::trust);
    CHECK(!trust->add_crl(cp::bytes("no list")));

    std::vector<cp::identity> senders, receivers;
    senders.push_back(std::move(from).value());
    receivers.push_back(std::move(to).value());
    const auto documents = sample_set(samples);
    const auto set = cp::message_set::build(documents);
    const auto sealed = cp::sealed::seal(senders, *trust, recipients, *set, "予定をお送りします", "九月分です");
    if (!GOOD(sealed)) return;
    CHECK(sealed->id().size() == 36 && sealed->sha256().size() == 64 && !sealed->content().empty());
    for (const auto warning : sealed->warnings()) CHECK(!warning.empty());

    const auto cover = cp::opened::open_cover(receivers, *trust, cp::role::receiver, sealed->cover());
    CHECK(GOOD(cover) && cover->info()->subject == "予定をお送りします" && cover->info()->file_count == 0);
    const auto opened = cp::opened::open(receivers, *trust, cp::role::receiver, sealed->content());
    if (!GOOD(opened)) return;
    const auto info = opened->info();
    CHECK(info->id == sealed->id() && info->body == "九月分です" && info->file_count == documents.size() && info->sender == "5070022016");
    CHECK(opened->signer()->office == "5070022016" && opened->file(documents.size()).status() == cp::status::out_of_range);
    for (std::size_t at = 0; at < documents.size(); at++)
        CHECK(opened->file(at)->content == documents[at].content() && opened->document(at)->name() == documents[at].name());
    CHECK(GOOD(cp::opened::open(senders, *trust, cp::role::sender, sealed->content())));
    std::string spoilt(sealed->content().text());
    spoilt[spoilt.size() / 2] ^= 1;
    CHECK(cp::opened::open(receivers, *trust, cp::role::receiver, cp::bytes(spoilt)).error().category() == cp::category::trust);

    const auto signed_receipt = opened->receipt(receivers);
    if (!GOOD(signed_receipt)) return;
    const auto receipt = cp::receipt::verify(*trust, signed_receipt->bytes());
    CHECK(GOOD(receipt) && receipt->info()->message == sealed->id() && receipt->signer()->office == "5070100002");
    const auto file = cp::make_evidence(senders, *trust, sealed->content(), signed_receipt->bytes());
    if (!GOOD(file)) return;
    const auto evidence = cp::verify_evidence(*trust, file->bytes());
    CHECK(GOOD(evidence) && evidence->message.info()->id == sealed->id() && evidence->receipt.info()->message == sealed->id());
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    const std::string samples = argv[1], folder = argv[2];
    versions();
    the_standard();
    documents(samples);
    edits(samples, folder);
    empty_handles_and_moves();
    if (const char *sandbox = std::getenv("CAREPLAN_SANDBOX")) {
        envelopes(sandbox, samples);
        exchange(sandbox, samples, folder);
    }
    std::printf(failures == 0 ? "ok\n" : "%d failed\n", failures);
    return failures == 0 ? 0 : 1;
}
