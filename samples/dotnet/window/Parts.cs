// 画面の部品。/ Parts of the window.
using System;
using System.Collections.Generic;
using System.Drawing;
using System.Linq;
using System.Windows.Forms;

static class Parts
{
    internal static Font Font(float size)
    {
        string[] wanted = { "Yu Gothic UI", "Meiryo UI", "IPAGothic", "Noto Sans CJK JP" };
        string name = wanted.FirstOrDefault(one => FontFamily.Families.Any(family => family.Name == one));
        return new Font(name ?? FontFamily.GenericSansSerif.Name, size);
    }

    // 上から順に並べ、最後の部品が残りを占めます。/ From the top down; the last one takes what is left.
    internal static TabPage Page(string text, params Control[] rows)
    {
        var page = new TabPage(text) { BackColor = Color.White, Padding = new Padding(6) };
        foreach (Control row in rows.Reverse())
        {
            row.Dock = row == rows.Last() ? DockStyle.Fill : DockStyle.Top;
            page.Controls.Add(row);
        }
        return page;
    }

    internal static Control Bar(params Control[] controls)
    {
        var bar = new FlowLayoutPanel { Height = 44, Padding = new Padding(3) };
        bar.Controls.AddRange(controls);
        return bar;
    }

    // 名前と幅を交互に。/ Names and widths by turns.
    internal static ListView Table(int height, params object[] columns)
    {
        var table = new ListView { Height = height, View = View.Details, FullRowSelect = true, HideSelection = false, GridLines = true, MultiSelect = false };
        for (int at = 0; at < columns.Length; at += 2) table.Columns.Add((string)columns[at], (int)columns[at + 1]);
        return table;
    }

    internal static string Time(DateTimeOffset? time) { return time == null ? "" : time.Value.ToLocalTime().ToString("yyyy/MM/dd HH:mm"); }
    internal static Label Caption(string text) { return new Label { Text = text, Width = 50, Height = 32, TextAlign = ContentAlignment.MiddleRight }; }
    internal static void Add(ListView table, object tag, params string[] cells) { table.Items.Add(new ListViewItem(cells) { Tag = tag }); }

    internal static IEnumerable<T> Chosen<T>(ListView table) where T : class
    {
        return table.SelectedItems.Cast<ListViewItem>().Select(item => item.Tag as T).Where(tag => tag != null).ToArray();
    }

    internal static Button Button(string text, Action action)
    {
        var button = new Button { Text = text, Width = 44 + 14 * text.Length, Height = 32 };
        button.Click += (from, what) => action();
        return button;
    }

    // 表示している文字のすべて。/ All text that is shown.
    internal static IEnumerable<string> Texts(Control control)
    {
        var table = control as ListView;
        if (table == null) return new[] { control.Text }.Concat(control.Controls.Cast<Control>().SelectMany(Texts));
        return table.Items.Cast<ListViewItem>().Select(row => string.Join("\t", row.SubItems.Cast<ListViewItem.ListViewSubItem>().Select(cell => cell.Text)));
    }
}
