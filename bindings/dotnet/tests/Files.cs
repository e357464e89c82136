using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using CarePlanLink;

// Documents, records, drafts, repairs, sets, catalogues.
static partial class Tests
{
    const string Sender = "5070022016", Receiver = "5070100002";

    static readonly Action[] All =
    {
        VersionsAndNames, StructSizes, Catalogues, Layouts, DocumentsAreRead, RecordsAndItems, ItemsAlike, PasswordsAreOverwritten,
        FindingsInBothLanguages, WrongInputOfFiles,
        DraftsEditAndWrite, ValuesAreRefused, RepairsAndUpgrades, SetsAndGroups, JapanesePaths, DisposedAndNull, ManyThreads, ForgottenHandles,
        WrongInputOfOffices, TheMainJob, RejectAndWithdraw, EventsAndLog, Cancellation, ProgressThatThrows, NetworkTrouble, WorkerRuns,
        Upkeep, Envelopes, ForgottenOffice,
    };

    static string[] SetFiles { get { return Directory.GetFiles(Path.Combine(samples, "sets", Receiver + "_11")).OrderBy(name => name).ToArray(); } }

    static string PlanFile { get { return SetFiles.First(name => Path.GetFileName(name).StartsWith("UPPLAN")); } }

    static string ActualsFile { get { return Directory.GetFiles(Path.Combine(samples, "actuals", Receiver + "_11")).Single(); } }

    static Document[] ReadSet() { return SetFiles.Select(file => Document.ReadFile(file)).ToArray(); }

    static void DisposeAll(IEnumerable<IDisposable> all)
    {
        foreach (IDisposable one in all) one.Dispose();
    }

    static void VersionsAndNames()
    {
        True(CarePlan.AbiVersion >= 1, "ABI version");
        True(CarePlan.Version.Split('.').Length == 3, "version " + CarePlan.Version);
        True((CarePlan.Capabilities & Capabilities.Relay) != 0, "relay");
        Equal("CPL_SET_REFUSED", CarePlan.StatusName(Status.SetRefused));
        foreach (Status status in Enum.GetValues(typeof(Status)))
        {
            True(status == Status.Ok || CarePlan.CategoryOf(status) != ErrorCategory.None, "category of " + status);
            True(CarePlan.StatusMessage(status, Language.English).EndsWith("."), "message of " + status);
        }
        True(CarePlan.StatusMessage(Status.ClockAhead).StartsWith("このパソコンの時計"), "in Japanese");
        Equal("", CarePlan.StatusMessage((Status)12345));
        // One version, that of Cargo.toml.
        Equal(CarePlan.Version + ".0", typeof(CarePlan).Assembly.GetName().Version.ToString());
        Equal("12345", CarePlan.StatusName((Status)12345));
        Equal("受領済", CarePlan.NameOf(SentState.Taken));
        True(CarePlan.NameOf(ReceivedState.Handed).Length > 0, "name of a state");
    }

    // As the header asserts them for C.
    static void StructSizes()
    {
        Type sizes = typeof(CarePlan).Assembly.GetType("CarePlanLink.Sizes");
        Equal("", (string)sizes.GetMethod("Wrong", BindingFlags.NonPublic | BindingFlags.Static).Invoke(null, null));
    }

    static void Catalogues()
    {
        FileKind plan = Catalogue.FileKinds.Single(kind => kind.Kind == "UPPLAN");
        True(plan.HasMonth && plan.HasRecords && plan.Sender == SenderRole.Support && plan.NameJa.Length > 0, "UPPLAN");
        foreach (Edition edition in new[] { Edition.V3, Edition.V40, Edition.V41 })
            foreach (SetKind kind in Catalogue.SetKinds(edition))
                True(kind.Files.Count == kind.FileCount + kind.AnnexCount && kind.Files.All(file => file.Length > 0), kind.Kind);
        Equal("訪問介護", Catalogue.ServiceKindName("11"));
        Equal(null, Catalogue.ServiceKindName("zz"));
        True(Catalogue.Explain().Count > 50, "all codes");
        FindingCode one = Catalogue.Explain("CP2010", Language.English).Single();
        True(one.Code == "CP2010" && one.Message.Length > 0 && one.Source.Length > 0, "one code");
        Equal(0, Catalogue.Explain("CP0000").Count);
        Refused<CarePlanCallerException>(Status.BadArgument, () => Catalogue.SetKinds((Edition)7));
    }

    static void Layouts()
    {
        using (Layout layout = Layout.Of("UPPLAN"))
        {
            Equal("UPPLAN", layout.Kind);
            IReadOnlyList<LayoutItem> items = layout.Items;
            Equal(items.Count, items[items.Count - 1].No);
            foreach (LayoutItem item in items)
            {
                Equal(item.No, layout.Find(item.Identifier), item.Identifier);
                IReadOnlyList<KeyValuePair<string, string>> codes = layout.Codes(item.No);
                if (item.ValueType == ItemType.Code) True(codes.Count > 0, "codes of " + item.Identifier);
                foreach (KeyValuePair<string, string> code in codes) Equal(code.Value, layout.MeaningOf(item.No, code.Key));
            }
            Equal(0, layout.Find("no_such_item"));
            Equal(null, layout.MeaningOf(items.First(item => item.CodeList.Length > 0).No, "??"));
        }
        Equal(null, Layout.Of("UPKIHON_IMAGE"));
        Refused<CarePlanCallerException>(Status.BadArgument, () => Layout.Of("何か"));
    }

    static void DocumentsAreRead()
    {
        byte[] content = File.ReadAllBytes(PlanFile);
        using (Document file = Document.ReadFile(PlanFile, new ReadOptions { Threads = 1 }))
        using (Document memory = Document.Read(Path.GetFileName(PlanFile), content, new ReadOptions { Profile = CheckProfile.Strict }))
        {
            Equal(Path.GetFileName(PlanFile), file.Name);
            True(content.SequenceEqual(file.GetContent()) && content.SequenceEqual(memory.GetContent()), "bytes");
            DocumentInfo info = file.Info;
            True(info.Edition == Edition.V41 && info.Encoding == TextEncoding.Ms932 && info.HasStandardName && !info.HasErrors, "info");
            Equal(content.Length, info.ByteCount);
            Equal(Sender, info.Sender);
            Equal("202609", info.Month);
            Equal(file.Records.Count, info.RecordCount);
        }
        using (Document empty = Document.Read("何か.csv", new byte[0]))
        {
            Equal(null, empty.Layout);
            Equal(0, empty.Records.Count);
            True(!empty.Info.HasStandardName && empty.Info.Sender == "", "no name of the standard");
        }
    }

    static void RecordsAndItems()
    {
        using (Document document = Document.ReadFile(PlanFile))
        {
            int number = 0, month = document.Layout.Find("target_month");
            foreach (Record record in document.Records)
            {
                Equal(++number, record.Number);
                Equal("202609", record["target_month"]);
                Equal("202609", record[month]);
                Equal(document.Layout.Items.Count, record.ItemCount);
                int no = 0;
                foreach (string item in record) Equal(document.Item(number, ++no), item);
                Equal(record.ItemCount, record.ToArray().Length);
            }
            Equal(document.Records.Count, number);
            Equal(document.Records[0][2], document.Records.First().ElementAt(1));
            True(document.ItemBytes(1, month).SequenceEqual(Encoding.ASCII.GetBytes("202609")), "bytes of an item");
            // Japanese text, as Windows writes it.
            Encoding utf8 = Encoding.UTF8;
            string longest = document.Records.SelectMany(record => record).OrderByDescending(item => utf8.GetByteCount(item)).First();
            True(longest.Any(letter => letter > 255), "Japanese text: " + longest.Length);
            Throws<ArgumentOutOfRangeException>(() => document.Item(0, 1));
            Throws<ArgumentOutOfRangeException>(() => { Record r = document.Records[number]; });
            Throws<ArgumentOutOfRangeException>(() => { string s = document.Records[0][0]; });
            Throws<KeyNotFoundException>(() => { string s = document.Records[0]["no_such_item"]; });
            Refused<CarePlanCallerException>(Status.OutOfRange, () => document.Item(1, 100000));
        }
    }

    // The sample with the month of the second record changed, and something that is no date.
    static Document Faulty()
    {
        Encoding ascii = Encoding.GetEncoding("iso-8859-1");
        string[] lines = ascii.GetString(File.ReadAllBytes(PlanFile)).Split('\n');
        lines[1] = lines[1].Replace("202609", "202613");
        return Document.Read(Path.GetFileName(PlanFile), ascii.GetBytes(string.Join("\n", lines)));
    }

    static void FindingsInBothLanguages()
    {
        using (Document document = Faulty())
        using (FindingList japanese = document.Findings())
        using (FindingList english = document.Findings(Language.English))
        {
            True(document.Info.HasErrors && japanese.ErrorCount > 0, "errors");
            Equal(japanese.Count, english.Count);
            Equal(japanese.Count, japanese.ErrorCount + japanese.WarningCount + japanese.NoteCount);
            Finding first = japanese.First(finding => finding.Severity == Severity.Error);
            Equal(2, first.Record);
            True(first.Item > 0 && first.ItemName.Length > 0 && first.PlaceTo > first.PlaceFrom, "place of " + first);
            True(japanese[0].Message != english[0].Message && japanese[0].Code == english[0].Code, "languages");
            True(first.ToString().Contains("2件目"), first.ToString());
            Throws<ArgumentOutOfRangeException>(() => { Finding f = japanese[-1]; });
        }
    }

    static void WrongInputOfFiles()
    {
        string nowhere = Path.Combine(scratch, "ない ファイル.csv");
        var unreadable = Refused<CarePlanFileException>(Status.FileUnreadable, () => Document.ReadFile(nowhere));
        Equal(nowhere, unreadable.Place.File);
        Equal(ErrorCategory.File, unreadable.Category);
        CarePlan.Language = Language.English;
        True(Throws<CarePlanFileException>(() => Document.ReadFile(nowhere)).NextStep == unreadable.NextStepIn(Language.English), "English");
        CarePlan.Language = Language.Japanese;
        Equal(unreadable.NextStepIn(Language.Japanese), unreadable.NextStep);
        Refused<CarePlanCallerException>(Status.BadArgument,
            () => Document.Read("a.csv", new byte[0], new ReadOptions { Profile = (CheckProfile)99 }));
        // Half a surrogate pair is no text.
        Throws<ArgumentException>(() => Document.Read("a\uD800.csv", new byte[0]));
        using (Document faulty = Faulty())
        {
            var refused = Refused<CarePlanFileException>(Status.SetRefused, () => MessageSet.Build(new[] { faulty }));
            True(refused.Findings.Count > 0, "findings of the set");
        }
        Refused<CarePlanFileException>(Status.SetRefused, () => MessageSet.Build(new Document[0]));
    }

    static void DraftsEditAndWrite()
    {
        string folder = Path.Combine(scratch, "書き出し 表示");
        Directory.CreateDirectory(folder);
        using (Document document = Document.ReadFile(PlanFile))
        using (FileDraft draft = document.Edit())
        {
            Equal(document.Name, draft.Name);
            int count = draft.RecordCount;
            using (Layout layout = draft.GetLayout()) Equal("UPPLAN", layout.Kind);
            using (RecordDraft record = draft.Record(1))
            using (RecordDraft same = document.EditRecord(1))
            {
                Equal(record[2], same[2]);
                draft.Insert(1, record);
                draft.Replace(2, same);
                draft.Add(record);
            }
            Equal(count + 2, draft.RecordCount);
            draft.Remove(1);
            draft.Remove(count + 1);
            Equal(count, draft.RecordCount);
            draft.Readdress(null, "20260827101010");
            True(draft.Name.Contains(Receiver + "_11_20260827101010"), draft.Name);
            using (Document finished = draft.Finish())
            {
                True(finished.Info.Stamp == "20260827101010" && !finished.Info.HasErrors, "finished");
                finished.WriteTo(folder);
                True(File.ReadAllBytes(Path.Combine(folder, finished.Name)).SequenceEqual(finished.GetContent()), "written");
                Refused<CarePlanFileException>(Status.FileExists, () => finished.WriteTo(folder));
                finished.WriteTo(folder, true);
            }
            draft.Readdress("5070200018_13");
            draft.SetMonth("202610");
            True(draft.Name.Contains("_202610_") && draft.Name.Contains("_5070200018_13_"), draft.Name);
        }
    }

    static void ValuesAreRefused()
    {
        using (var draft = new FileDraft("UPJSK", "202609", Receiver + "_11", Sender + "_43", "20261001100000"))
        using (RecordDraft record = draft.NewRecord())
        using (Document document = Document.ReadFile(ActualsFile))
        using (RecordDraft actual = document.EditRecord(1))
        {
            Equal(0, draft.RecordCount);
            Equal("202609", record[document.Layout.Find("target_month")]);
            string[] before = document.Records[0].ToArray();
            var refused = Refused<CarePlanFileException>(Status.ValueRefused, () => actual.Set("target_month", "2026年9月"));
            True(refused.Findings.Count > 0 || refused.Place != null, "where");
            Equal("202609", actual[document.Layout.Find("target_month")]);
            actual.SetAll(new string[] { null, before[1], null });
            Equal(before[1], actual[2]);
            record.TakeOver(actual);
            Equal(before[1], record[2]);
            draft.Add(record);
            Equal(1, draft.RecordCount);
            var finish = Throws<CarePlanFileException>(() =>
            {
                using (RecordDraft bare = draft.NewRecord()) draft.Add(bare);
                draft.Finish().Dispose();
            });
            Equal(Status.DocumentRefused, finish.Code);
            True(finish.Findings.Count > 0, "findings of the file");
            Refused<CarePlanCallerException>(Status.BadArgument, () => new FileDraft("UPXXX", "", "", "", ""));
            string image = FileDraft.ImageName(Receiver + "_11", Sender + "_43", "20261001100000", 7);
            True(image.StartsWith("UPKIHON_IMAGE_") && image.Contains("_0007."), image);
            Throws<CarePlanException>(() => FileDraft.ImageName(Receiver + "_11", "", "20261001100000", 10000));
            var own = new System.Collections.Generic.Dictionary<string, string> { { "𠮷", "吉" } };
            var replaced = new Substituted("𠮷野〜", own, SubstitutionSteps.LookAlikes);
            Equal("吉野〓", replaced.Text);
            True(replaced.Changes.Count == 2 && replaced.Changes[0].How == SubstitutionHow.OwnTable && replaced.Changes[1].Position == 3, "steps");
            Equal("8～10時", new Substituted("8〜10時").Text);
            Throws<CarePlanException>(() => new Substituted("𠮷", null, SubstitutionSteps.LastResort));
            Refused<CarePlanCallerException>(Status.OutOfRange, () => draft.Remove(100));
            Refused<CarePlanCallerException>(Status.OutOfRange, () => actual.Set("no_such_item", "1"));
        }
    }

    static void RepairsAndUpgrades()
    {
        byte[] bare = File.ReadAllBytes(PlanFile).Where(value => value != '\r').ToArray();
        using (Document document = Document.Read(Path.GetFileName(PlanFile), bare))
        using (RepairResult result = document.Repair())
        {
            IReadOnlyList<Change> changes = result.Changes();
            True(changes.Count > 0 && changes[0].Text.Length > 0 && changes[0].Code.Length > 0, "changes");
            True(File.ReadAllBytes(PlanFile).SequenceEqual(result.Document.GetContent()), "line ends");
            Equal("", result.Obstacle());
        }
        Document[] set = ReadSet();
        using (var result = new UpgradeResult(set))
        using (FindingList findings = result.Findings())
        {
            Equal(set.Length, result.Files.Count);
            Equal(0, findings.ErrorCount);
            Equal(0, result.Files[0].Changes.Count);
            True(set.Any(document => document.Name == result.Files[0].Source), result.Files[0].Source);
        }
        DisposeAll(set);
    }

    static void SetsAndGroups()
    {
        Document[] documents = ReadSet();
        using (MessageSet set = MessageSet.Build(documents))
        using (FindingList findings = set.Findings())
        {
            SetInfo info = set.Info;
            True(info.Kind == "use_slip" && info.Sender == Sender && info.Receiver == Receiver && info.Month == "202609", "set");
            Equal(documents.Length, info.DocumentCount);
            Equal(0, findings.ErrorCount);
            using (Document first = set.GetDocument(0)) True(first.GetContent().Length > 0, "file of a set");
            Refused<CarePlanCallerException>(Status.OutOfRange, () => set.GetDocument(99));
        }
        using (SetGroups groups = SetGroups.Of(documents))
        {
            SetGroup group = groups.Single();
            True(!group.Info.HasErrors && group.Info.DocumentCount == documents.Length, "group");
            using (FindingList findings = group.Findings()) Equal(0, findings.ErrorCount);
            using (MessageSet set = group.Build()) Equal("use_slip", set.Info.Kind);
            using (Document first = group.GetDocument(0)) True(first.Name.Length > 0, "file of a group");
        }
        using (SetGroups groups = SetGroups.OfFolder(Path.Combine(samples, "plans", Receiver + "_11"))) Equal(1, groups.Count);
        DisposeAll(documents);
    }

    static void JapanesePaths()
    {
        string folder = Path.Combine(scratch, "利用者 別表①", new string('長', 60));
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, Path.GetFileName(PlanFile));
        File.Copy(PlanFile, file, true);
        using (Document document = Document.ReadFile(file)) True(document.Records.Count > 0, "records");
        using (SetGroups groups = SetGroups.OfFolder(folder)) Equal(1, groups.Count);
    }
}
