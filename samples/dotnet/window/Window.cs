// 小さな画面: 新規作成、送信済、受信一覧、受信詳細。
// A small window: new message, sent, received, and one received message.
//   mcs -target:winexe -out:Window.exe -r:CarePlanLink.dll -r:System.Windows.Forms.dll -r:System.Drawing.dll samples/dotnet/window/*.cs
//   Window.exe プロファイル [--page new|sent|received|detail] [--ready FILE] [ファイル...]
using System;
using System.Collections.Generic;
using System.Drawing;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Windows.Forms;
using CarePlanLink;

sealed class Window : Form
{
    readonly Office office;
    readonly CancellationTokenSource closing = new CancellationTokenSource();
    readonly List<Document> documents = new List<Document>();
    Delivery delivery;
    readonly TabControl pages = new TabControl { Dock = DockStyle.Fill, Padding = new Point(18, 6) };
    readonly Label status = new Label { Dock = DockStyle.Bottom, Height = 28, TextAlign = ContentAlignment.MiddleLeft, Padding = new Padding(8, 0, 0, 0) };
    readonly TextBox subject = new TextBox { Width = 260 }, body = new TextBox { Width = 480 };
    readonly ListView files = Parts.Table(180, "種別", 180, "ファイル名", 470, "件数", 70, "エラー", 70, "警告", 70);
    readonly ListView findings = Parts.Table(0, "コード", 80, "場所", 110, "内容", 800);
    readonly ListView sent = Parts.Table(0, "状態", 150, "送信先", 130, "種類", 210, "対象年月", 80, "件名", 200, "送信", 130, "受領", 130);
    readonly ListView received = Parts.Table(0, "状態", 150, "送信元", 130, "種類", 210, "件名", 240, "送信日時", 130, "ファイル", 70);
    readonly Label cover = new Label { Height = 116, Padding = new Padding(8) };
    readonly ListView contents = Parts.Table(130, "種別", 180, "ファイル名", 470, "件数", 70, "エラー", 70, "警告", 70);
    readonly ListView records = Parts.Table(0);

    Window(Office office)
    {
        this.office = office;
        Text = "ケアプランデータ連携 - " + office.Info.Name + "　" + office.Number;
        Font = Parts.Font(9.5f);
        ClientSize = new Size(1060, 680);
        pages.TabPages.Add(Parts.Page("新規作成", Parts.Bar(Parts.Button("ファイルを追加...", Choose), Parts.Button("クリア", Clear)), files,
            Parts.Bar(Parts.Caption("件名"), subject, Parts.Caption("本文"), body, Parts.Button("送信", Send)), findings));
        pages.TabPages.Add(Parts.Page("送信済", Parts.Bar(Parts.Button("送受信", Sync), Parts.Button("取消", Withdraw)), sent));
        pages.TabPages.Add(Parts.Page("受信一覧", Parts.Bar(Parts.Button("送受信", Sync), Parts.Button("開く", OpenChosen)), received));
        pages.TabPages.Add(Parts.Page("受信詳細", Parts.Bar(Parts.Button("ファイルを保存して受領", Acknowledge), Parts.Button("受取拒否", Reject)), cover, contents, records));
        Controls.Add(pages);
        Controls.Add(status);
        received.DoubleClick += (from, what) => OpenChosen();
        files.SelectedIndexChanged += (from, what) => ShowFindings();
        contents.SelectedIndexChanged += (from, what) => ShowRecords();
        // 出来事は別のスレッドから届くので、画面のスレッドに渡します。/ Events come on other threads.
        office.MessageChanged += (from, what) => { if (IsHandleCreated) BeginInvoke((Action)ShowLists); };
        FormClosed += (from, what) => { closing.Cancel(); Clear(); if (delivery != null) delivery.Dispose(); };
        ShowLists();
        ShowFindings();
        Say("準備ができました。");
    }

    // ---- 新規作成 ----

    void Choose()
    {
        using (var dialog = new OpenFileDialog { Multiselect = true, Filter = "ケアプランデータ|*.csv;*.jpg|すべて|*.*" })
            if (dialog.ShowDialog(this) == DialogResult.OK) AddFiles(dialog.FileNames);
    }

    void AddFiles(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            Document document = Document.ReadFile(name);
            documents.Add(document);
            Parts.Add(files, document, Row(document));
        }
        if (files.Items.Count > 0) files.Items[0].Selected = true;
        ShowFindings();
        Say(documents.Count + " ファイルを読み取り、検査しました。");
    }

    static string[] Row(Document document)
    {
        using (FindingList found = document.Findings())
            return new[] { document.Info.KindNameJa, document.Name, document.Records.Count.ToString(), found.ErrorCount.ToString(), found.WarningCount.ToString() };
    }

    void ShowFindings()
    {
        findings.Items.Clear();
        foreach (Document document in Parts.Chosen<Document>(files))
            using (FindingList list = document.Findings())
                foreach (Finding finding in list)
                    Parts.Add(findings, finding, finding.Code, finding.Record > 0 ? finding.Record + "件目 項番" + finding.Item : "ファイル", finding.Message + " " + finding.Hint);
        if (findings.Items.Count == 0) Parts.Add(findings, null, "", "", documents.Count == 0 ? "送るファイルを追加してください。" : "指摘はありません。");
    }

    void Clear()
    {
        foreach (Document document in documents) document.Dispose();
        documents.Clear();
        files.Items.Clear();
        ShowFindings();
    }

    void Send()
    {
        using (MessageSet set = MessageSet.Build(documents)) office.Send(set, subject.Text, body.Text);
        Clear();
        pages.SelectedIndex = 1;
        Sync();
    }

    // ---- 送受信 ----

    async void Sync() { await Exchange(); }

    // 画面を止めずに送受信します。/ Sends and receives while the window stays usable.
    async Task Exchange()
    {
        Say("送受信しています...");
        try
        {
            SyncReport report = await office.SyncAsync(closing.Token, new Progress<TransferProgress>(
                at => Say((at.Phase == TransferPhase.Upload ? "送信中 " : "受信中 ") + at.Done + " / " + at.Total + " バイト")));
            ShowLists();
            report.ThrowIfFailed();
            Say("送受信が終わりました。送信 " + report.Sent + " 件、受信 " + report.Fetched + " 件、受領 " + report.Taken + " 件");
        }
        catch (Exception error) { Explain(error); }
    }

    void ShowLists()
    {
        sent.Items.Clear();
        using (NativeList<SentMessage> list = office.Sent(new SentQuery { WithCovers = true, Limit = 200 }))
            foreach (SentMessage one in list)
                Parts.Add(sent, one, one.StateName, one.Receiver, one.SetName, one.Month, one.Subject, Parts.Time(one.CreatedAt), Parts.Time(one.TakenAt));
        received.Items.Clear();
        using (NativeList<ReceivedMessage> list = office.Received(new ReceivedQuery { Order = MessageOrder.NewestFirst, Limit = 200 }))
            foreach (ReceivedMessage one in list)
                Parts.Add(received, one, one.StateName, one.Sender, one.SetName, one.Subject, Parts.Time(one.SealedAt), one.FileCount.ToString());
    }

    void Withdraw()
    {
        foreach (SentMessage one in Parts.Chosen<SentMessage>(sent)) office.Withdraw(one.Id);
        Sync();
    }

    // ---- 受信詳細 ----

    void OpenChosen()
    {
        foreach (ReceivedMessage one in Parts.Chosen<ReceivedMessage>(received)) Open(one);
    }

    void Open(ReceivedMessage message)
    {
        if (delivery != null) delivery.Dispose();
        // 封と署名を検証して開きます。/ Verifies seal and signature.
        delivery = office.Take(message.Id, closing.Token);
        DeliveryInfo info = delivery.Info;
        pages.SelectedIndex = 3;
        cover.Text = "件名　　" + info.Subject + "\n送信元　" + info.Sender + "　　作成 " + info.Stamp + "\n種類　　" + info.SetName
            + "\n署名者　" + delivery.Signer.Office + "　" + Parts.Time(delivery.Signer.SignedAt) + "　検証済み\n本文　　" + info.Body;
        contents.Items.Clear();
        foreach (Document document in delivery.Documents) Parts.Add(contents, document, Row(document));
        contents.Items[0].Selected = true;
        ShowRecords();
        ShowLists();
        Say("取り込みました。保存してから受領を返してください。");
    }

    void ShowRecords()
    {
        records.Clear();
        Document document = Parts.Chosen<Document>(contents).FirstOrDefault();
        if (document == null || document.Layout == null) return;
        foreach (LayoutItem item in document.Layout.Items) records.Columns.Add(item.NameJa, 110);
        foreach (Record record in document.Records.Take(200)) Parts.Add(records, null, record.ToArray());
    }

    void Acknowledge()
    {
        if (delivery == null) return;
        using (var dialog = new FolderBrowserDialog { Description = "保存先のフォルダー" })
        {
            if (dialog.ShowDialog(this) != DialogResult.OK) return;
            foreach (Document document in delivery.Documents) document.WriteTo(dialog.SelectedPath, true);
        }
        // 保存し終えてから受領を返します。/ Acknowledges only what has been stored.
        office.Acknowledge(delivery.Info.Id);
        Sync();
    }

    void Reject()
    {
        if (delivery == null) return;
        office.Reject(delivery.Info.Id, RejectReason.Refused);
        Sync();
    }

    void Say(string text) { status.Text = text; }

    void Explain(Exception error)
    {
        if (error is OperationCanceledException) return;
        var told = error as CarePlanException;
        string text = told == null ? error.Message : told.Message + "\n\n" + told.NextStep + "\n" + string.Join("\n", told.Findings.Take(5));
        Say(error.Message);
        MessageBox.Show(this, text, "ケアプランデータ連携", MessageBoxButtons.OK, MessageBoxIcon.Warning);
    }

    // 試験のために、画面を選んで開き、表示している文字を書き出します。/ For tests: opens a page and writes what it shows.
    async void Prepare(string page, string ready, string[] names)
    {
        await Exchange();
        if (page == "new") AddFiles(names);
        pages.SelectedIndex = Array.IndexOf(new[] { "new", "sent", "received", "detail" }, page);
        if (page == "detail") Open((ReceivedMessage)received.Items[0].Tag);
        File.WriteAllLines(ready, new[] { Text, status.Text }.Concat(Parts.Texts(pages.SelectedTab)));
    }

    [STAThread]
    static void Main(string[] arguments)
    {
        Application.EnableVisualStyles();
        using (Office office = Office.Open(arguments[0]))
        using (var window = new Window(office))
        {
            Application.ThreadException += (from, what) => window.Explain(what.Exception);
            if (arguments.Length > 4 && arguments[1] == "--page")
                window.Shown += (from, what) => window.Prepare(arguments[2], arguments[4], arguments.Skip(5).ToArray());
            Application.Run(window);
        }
    }
}
