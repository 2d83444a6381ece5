using System.Text;

namespace SotopiaPi;

/// <summary>Reads a list of texts out of a table's cell, as Python prints a list (<c>['a', "b's"]</c>) or an array (<c>['a' 'b']</c>), or as JSON.</summary>
internal static class ChoiceList
{
    /// <exception cref="RecordFormatException">The cell is not such a list.</exception>
    public static IReadOnlyList<string> Parse(string cell)
    {
        string text = cell.Trim();
        if (text.Length < 2 || text[0] != '[' || text[^1] != ']')
        {
            throw Wrong(cell);
        }

        List<string> items = [];
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (text[i] is '\'' or '"')
            {
                (string item, i) = Quoted(text, i, cell);
                items.Add(item);
            }
            else if (!char.IsWhiteSpace(text[i]) && text[i] != ',')
            {
                throw Wrong(cell);
            }
        }

        return items;
    }

    private static (string Item, int End) Quoted(string text, int start, string cell)
    {
        StringBuilder item = new();
        for (int i = start + 1; i < text.Length - 1; i++)
        {
            if (text[i] == text[start])
            {
                return (item.ToString(), i);
            }

            if (text[i] == '\\' && i + 1 < text.Length - 1)
            {
                i++;
                item.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', char other => other });
            }
            else
            {
                item.Append(text[i]);
            }
        }

        throw Wrong(cell);
    }

    private static RecordFormatException Wrong(string cell) => new("choices", $"found \"{(cell.Length > 60 ? cell[..60] + "…" : cell)}\", wanted a list of quoted texts in brackets");
}
