using System.Text;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Divides the text of a reply into what is said and the functions that it calls. Text that may be a call is held back until that is known.</summary>
/// <param name="functions">The names of the functions offered.</param>
/// <param name="isSingle">Whether only the first call counts.</param>
internal sealed class ToolCallReader(IReadOnlyCollection<string> functions, bool isSingle)
{
    private static readonly string[] s_marks = [ToolCallFormat.OpenTag, ToolCallFormat.ListMark];

    private readonly StringBuilder _held = new();
    private readonly List<FunctionCallContent> _calls = [];
    private bool _hasSpoken;

    /// <summary>Adds a piece of the reply; returns what is certain to be text.</summary>
    public string Append(string piece)
    {
        _held.Append(piece);
        string held = _held.ToString();
        if (!_hasSpoken && held.TrimStart() is "" or ['{' or '[', ..])
        {
            return "";      // a call may be all of the reply
        }

        int certain = s_marks.Min(mark => held.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? at : held.Length - OpenLength(held, mark));
        return Give(certain);
    }

    /// <summary>Reads what was held back: the rest of the text, and the calls.</summary>
    public (string Text, IReadOnlyList<FunctionCallContent> Calls) Finish()
    {
        string held = _held.ToString();
        string whole = held.Trim();
        string text = !_hasSpoken && ToolCallFormat.Read(whole, functions) is { } calls ? Add(calls) : Tagged(held);
        return (text, isSingle ? [.. _calls.Take(1)] : _calls);
    }

    private string Tagged(string held)
    {
        var text = new StringBuilder();
        int at = 0;
        while (at < held.Length)
        {
            int list = held.IndexOf(ToolCallFormat.ListMark, at, StringComparison.Ordinal);
            int open = held.IndexOf(ToolCallFormat.OpenTag, at, StringComparison.Ordinal);
            if (list >= 0 && (open < 0 || list < open) && ToolCallFormat.Read(held[(list + ToolCallFormat.ListMark.Length)..].Trim(), null) is { } listed)
            {
                text.Append(held[at..list]);
                Add(listed);
                return text.ToString().TrimEnd();
            }

            int body = open + ToolCallFormat.OpenTag.Length;
            int close = open < 0 ? -1 : held.IndexOf(ToolCallFormat.CloseTag, body, StringComparison.Ordinal);
            string inner = open < 0 ? "" : (close < 0 ? held[body..] : held[body..close]).Trim();
            if (open < 0 || ToolCallFormat.Read(inner, null) is not { } calls)
            {
                int next = open < 0 ? held.Length : body;
                text.Append(held[at..next]);
                at = next;
                continue;
            }

            text.Append(held[at..open]);
            Add(calls);
            at = close < 0 ? held.Length : close + ToolCallFormat.CloseTag.Length;
        }

        return _calls.Count > 0 ? text.ToString().TrimEnd() : text.ToString();
    }

    private string Add(IEnumerable<FunctionCallContent> calls)
    {
        _calls.AddRange(calls);
        return "";
    }

    private string Give(int length)
    {
        string text = _held.ToString(0, length);
        _held.Remove(0, length);
        _hasSpoken |= text.AsSpan().Trim().Length > 0;
        return text;
    }

    private static int OpenLength(string held, string mark)
    {
        int length = Math.Min(mark.Length - 1, held.Length);
        while (length > 0 && !mark.AsSpan().StartsWith(held.AsSpan(held.Length - length), StringComparison.Ordinal))
        {
            length--;
        }

        return length;
    }
}
