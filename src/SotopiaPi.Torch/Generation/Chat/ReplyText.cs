using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Turns the tokens of a reply into text, up to the first stop sequence. Text that may be the beginning of one is held back until that is
/// known.
/// </summary>
/// <param name="decoder">Decodes the tokens.</param>
/// <param name="stops">The stop sequences; they are not part of the text.</param>
/// <param name="onText">Gets each piece of text as soon as it is certain; null for nobody.</param>
internal sealed class ReplyText(StreamingDecoder decoder, IReadOnlyList<string> stops, Action<string>? onText)
{
    private readonly StringBuilder _text = new();
    private string _held = "";
    private bool _isStopped;

    /// <summary>Adds a token; true if a stop sequence is complete.</summary>
    public bool Add(int token)
    {
        AddText(decoder.Append(token));
        return _isStopped;
    }

    /// <summary>Gives out what was held back; returns the whole text.</summary>
    public string Finish()
    {
        AddText(decoder.Flush());
        if (!_isStopped)
        {
            Emit(_held);
        }

        _held = "";
        return _text.ToString();
    }

    private void AddText(string text)
    {
        if (_isStopped || text.Length == 0)
        {
            return;
        }

        _held += text;
        int stop = stops.Select(sequence => _held.IndexOf(sequence, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        _isStopped = stop >= 0;
        int certain = _isStopped ? stop : _held.Length - stops.Select(OpenLength).DefaultIfEmpty(0).Max();
        Emit(_held[..certain]);
        _held = _held[certain..];
    }

    /// <summary>The length of the longest end of the held text with which the stop sequence begins.</summary>
    private int OpenLength(string stop)
    {
        for (int length = Math.Min(stop.Length - 1, _held.Length); length > 0; length--)
        {
            if (stop.AsSpan().StartsWith(_held.AsSpan(_held.Length - length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }

    private void Emit(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(text);
            onText?.Invoke(text);
        }
    }
}
