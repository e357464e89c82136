// 画面の部品。/ Parts of the window.
using System;
using System.Collections.Generic;
using System.Drawing;
using System.Linq;
using System.Windows.Forms;

static class Parts
{
    static readonly Color Dark = Color.FromArgb(33, 77, 122), Light = Color.FromArgb(243, 247, 251);

    internal static Font Font(float size, FontStyle style = FontStyle.Regular)
    {
        string[] wanted = { "Yu Gothic UI", "Meiryo UI", "IPAGothic", "Noto Sans CJK JP" };
        string name = wanted.FirstOrDefault(one => FontFamily.Families.Any(family => family.Name == one));
        return new Font(name ?? FontFamily.GenericSansSerif.Name, size, style);
    }

    // 名前と幅を交互に。/ Names and widths by turns.
    internal static ListView Table(params object[] columns)
    {
        var table = new ListView
        {
            Dock = DockStyle.Fill, View = View.Details, FullRowSelect = true, HideSelection = false, GridLines = true,
            MultiSelect = false, BorderStyle = BorderStyle.FixedSingle,
        };
        for (int at = 0; at < columns.Length; at += 2) table.Columns.Add((string)columns[at], (int)columns[at + 1]);
        return table;
    }

    internal static void Add(ListView table, object tag, params string[] cells)
    {
        table.Items.Add(new ListViewItem(cells) { Tag = tag, BackColor = table.Items.Count % 2 == 0 ? Color.White : Light });
    }

    internal static IEnumerable<T> Chosen<T>(ListView table) where T : class
    {
        return table.SelectedItems.Cast<ListViewItem>().Select(item => item.Tag as T).Where(tag => tag != null).ToArray();
    }

    internal static string Time(DateTimeOffset? time) { return time == null ? "" : time.Value.ToLocalTime().ToString("yyyy/MM/dd HH:mm"); }

    internal static Button Button(string text, Action action)
    {
        var button = new Button { Text = text, Width = 44 + 14 * text.Length, Height = 32, FlatStyle = FlatStyle.Flat, BackColor = Light, ForeColor = Dark };
        button.FlatAppearance.BorderColor = Dark;
        button.Click += (from, what) => action();
        return button;
    }

    internal static Label Caption(string text)
    {
        return new Label { Text = text, Width = 60, TextAlign = ContentAlignment.MiddleLeft, Margin = new Padding(3, 5, 3, 3) };
    }

    internal static Control Bar(params Control[] controls)
    {
        var bar = new FlowLayoutPanel { Dock = DockStyle.Top, Height = 44, Padding = new Padding(3) };
        bar.Controls.AddRange(controls);
        return bar;
    }

    internal static Control Header(string text, Button button)
    {
        var header = new Panel { Dock = DockStyle.Top, Height = 52, BackColor = Dark };
        button.Dock = DockStyle.Right;
        button.BackColor = Color.White;
        header.Padding = new Padding(10);
        header.Controls.Add(new Label { Text = text, Dock = DockStyle.Fill, ForeColor = Color.White, Font = Font(13, FontStyle.Bold), TextAlign = ContentAlignment.MiddleLeft });
        header.Controls.Add(button);
        return header;
    }

    internal static Control Split(Control upper, Control lower, int height)
    {
        var panel = new Panel { Dock = DockStyle.Fill };
        upper.Dock = DockStyle.Top;
        upper.Height = height;
        panel.Controls.Add(lower);
        panel.Controls.Add(new Panel { Dock = DockStyle.Top, Height = 6 });
        panel.Controls.Add(upper);
        return panel;
    }

    internal static TabPage Page(string text, Control content, Control bar)
    {
        var page = new TabPage(text) { BackColor = Color.White, Padding = new Padding(6) };
        page.Controls.Add(content);
        page.Controls.Add(bar);
        return page;
    }
}
