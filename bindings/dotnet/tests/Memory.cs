using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using CarePlanLink;

// What is shared, freed, overwritten and forgotten.
static partial class Tests
{
    // Equal values come as one string, but for a NUL at the front; another document has its own.
    static void ItemsAlike()
    {
        Encoding latin = Encoding.GetEncoding("iso-8859-1");
        string[] lines = latin.GetString(File.ReadAllBytes(PlanFile)).Split('\n');
        string insurer = lines[0].Split(',')[1];
        lines[1] = lines[1].Replace("," + insurer + ",", ",\0" + insurer + ",");
        using (Document plan = Document.Read(Path.GetFileName(PlanFile), latin.GetBytes(string.Join("\n", lines))))
        using (Document other = Document.ReadFile(PlanFile))
        {
            Equal(insurer, plan.Records[0][2]);
            Equal("\0" + insurer, plan.Records[1][2]);
            Equal("\0" + insurer, plan.Item(2, 2));
            Equal(insurer, plan.Item(3, 2));
            True(ReferenceEquals(plan.Item(1, 2), plan.Records[2][2]), "one string for equal values");
            Equal(insurer, other.Item(1, 2));
            True(!ReferenceEquals(plan.Item(1, 2), other.Item(1, 2)), "a value outlives its document");
        }
    }

    static void PasswordsAreOverwritten()
    {
        Type pinned = typeof(CarePlan).Assembly.GetType("CarePlanLink.Pinned");
        const BindingFlags Inside = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        Func<string, object> secret = text => pinned.GetMethod("Secret", Inside).Invoke(null, new object[] { text });
        object one = secret("暗証 1234");
        var bytes = (byte[])pinned.GetField("bytes", Inside).GetValue(one);
        True(bytes.SequenceEqual(Encoding.UTF8.GetBytes("暗証 1234")), "the password as UTF-8");
        ((IDisposable)one).Dispose();
        True(bytes.All(value => value == 0), "a password stays in memory");
        foreach (string none in new[] { null, "" }) ((IDisposable)secret(none)).Dispose();
        Throws<TargetInvocationException>(() => secret("\ud800"));
    }

    static void DisposedAndNull()
    {
        Document document = Document.ReadFile(PlanFile);
        FindingList findings = document.Findings();
        RecordList records = document.Records;
        Record record = records[0];
        document.Dispose();
        document.Dispose();
        findings.Dispose();
        Throws<ObjectDisposedException>(() => document.GetContent());
        Throws<ObjectDisposedException>(() => { Record r = records[0]; });
        Throws<ObjectDisposedException>(() => MessageSet.Build(new[] { document }));
        True(record.ItemCount > 0, "a record is a copy");
        Throws<ArgumentNullException>(() => Document.Read(null, new byte[0]));
        Throws<ArgumentNullException>(() => Document.Read("a.csv", null));
        Throws<ArgumentNullException>(() => MessageSet.Build(null));
        Throws<ArgumentNullException>(() => Office.Open(null));
    }

    // Several threads on one document; one of them frees it in the middle.
    static void ManyThreads()
    {
        Document document = Document.ReadFile(PlanFile);
        int ended = 0, wrong = 0;
        var threads = new List<Thread>();
        for (int n = 0; n < 6; n++)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    for (int round = 0; round < 100; round++)
                        foreach (Record record in document.Records) if (record["target_month"] != "202609") Interlocked.Increment(ref wrong);
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref ended);
                }
            });
            thread.Start();
            threads.Add(thread);
        }
        Thread.Sleep(50);
        document.Dispose();
        foreach (Thread thread in threads) thread.Join();
        Equal(0, wrong);
    }

    static void ForgottenHandles()
    {
        OnOtherThread(() =>
        {
            for (int n = 0; n < 50; n++)
            {
                Document document = Document.ReadFile(PlanFile);
                document.Findings();
                document.EditRecord(1);
            }
        });
        True(CarePlan.OpenHandles > 0, "nothing was forgotten");
        // mono's collector is conservative: a stale word on a stack may keep an object for a while.
        Soon(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return CarePlan.OpenHandles == 0;
        });
    }
}
