using System;
using System.Diagnostics;
using System.IO;
using CarePlanLink;

// All items of a file of 100,000 records, as strings: what reading, decoding and going through them takes, in milliseconds.
//   Items.exe FILE [ROUNDS]     FILE: a file of the standard; its records are repeated until there are 100,000
static class Items
{
    const int Wanted = 100000;

    static int Main(string[] arguments)
    {
        string name = Path.GetFileName(arguments[0]);
        int rounds = arguments.Length > 1 ? int.Parse(arguments[1]) : 3;
        byte[] content = Repeat(File.ReadAllBytes(arguments[0]));
        for (int round = 1; round <= rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            using (Document document = Document.Read(name, content, new ReadOptions { Threads = 1 }))
            {
                double read = clock.Elapsed.TotalMilliseconds;
                // The first item decodes the whole file, once.
                document.Item(1, 1);
                double decoded = clock.Elapsed.TotalMilliseconds;
                long items = 0, letters = 0;
                foreach (Record record in document.Records)
                {
                    foreach (string item in record)
                    {
                        items++;
                        letters += item.Length;
                    }
                }
                double seen = clock.Elapsed.TotalMilliseconds;
                int month = document.Layout.Find("target_month");
                for (int record = 1; record <= document.Records.Count; record++) letters += document.Item(record, month).Length;
                double single = clock.Elapsed.TotalMilliseconds;
                Console.WriteLine("records={0} items={1} letters={2} read_ms={3:F1} decode_ms={4:F1} items_ms={5:F1} decode_and_items_ms={6:F1} call_ns={7:F0}",
                    document.Records.Count, items, letters, read, decoded - read, seen - decoded, seen - read, (single - seen) * 1e6 / document.Records.Count);
            }
        }
        return 0;
    }

    static byte[] Repeat(byte[] content)
    {
        int lines = 0;
        foreach (byte value in content) if (value == '\n') lines++;
        var all = new MemoryStream();
        int have = 0;
        while (have + lines <= Wanted)
        {
            all.Write(content, 0, content.Length);
            have += lines;
        }
        for (int at = 0; have < Wanted; at++)
        {
            all.WriteByte(content[at]);
            if (content[at] == '\n') have++;
        }
        return all.ToArray();
    }
}
