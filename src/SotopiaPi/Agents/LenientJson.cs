using System.Text;

namespace SotopiaPi;

/// <summary>
/// Reads objects out of text that is almost JSON: raw line breaks and unescaped quotes in texts, single quotes, bare words, commas too many, brackets missing at the end.
/// Every character is looked at a bounded number of times.
/// </summary>
internal sealed class LenientJson(string text)
{
    private const int MaxDepth = 64;
    private const int MaxRestarts = 16;
    private readonly List<Dictionary<string, object?>> _objects = [];
    private int _position;

    /// <summary>All objects in the order in which they end: inner before outer. Values are <see cref="string"/> (texts), <see cref="Bare"/>, lists and dictionaries.</summary>
    public IReadOnlyList<Dictionary<string, object?>> Objects()
    {
        int start = 0;
        int restarts = 0;
        while ((start = text.IndexOf('{', start)) >= 0)
        {
            _position = start;
            bool read = ReadValue(0, out _);

            // After a failure the next candidate is the next brace; a text made of failures only is given up piece by piece, so that time stays linear.
            start = read || ++restarts > MaxRestarts ? Math.Max(_position, start + 1) : start + 1;
        }

        return _objects;
    }

    private bool ReadValue(int depth, out object? value)
    {
        SkipSpace();
        value = null;
        if (_position >= text.Length || depth > MaxDepth)
        {
            return false;
        }

        switch (text[_position])
        {
            case '{': return ReadObject(depth, out value);
            case '[': return ReadList(depth, out value);
            case '"' or '\'' or '“': return ReadText(out value);
            default:
                value = ReadBare();
                return ((Bare)value).Text.Length > 0;
        }
    }

    private bool ReadObject(int depth, out object? value)
    {
        Dictionary<string, object?> members = new(StringComparer.Ordinal);
        value = members;
        _position++;
        while (true)
        {
            SkipSpaceAndCommas();
            if (AtEndOr('}'))
            {
                _objects.Add(members);
                return true;
            }

            if (!ReadKey(out string? key) || !Skip(':') || !ReadValue(depth + 1, out object? member))
            {
                return false;
            }

            members.TryAdd(Normalize(key), member);
        }
    }

    private bool ReadList(int depth, out object? value)
    {
        List<object?> items = [];
        value = items;
        _position++;
        while (true)
        {
            SkipSpaceAndCommas();
            if (AtEndOr(']'))
            {
                return true;
            }

            if (!ReadValue(depth + 1, out object? item))
            {
                return false;
            }

            items.Add(item);
        }
    }

    private bool ReadKey(out string key)
    {
        key = "";
        if (_position < text.Length && text[_position] is '"' or '\'' or '“')
        {
            bool read = ReadText(out object? value);
            key = value as string ?? "";
            return read;
        }

        int start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '_' or '-'))
        {
            _position++;
        }

        key = text[start.._position];
        return key.Length > 0;
    }

    private bool ReadText(out object? value)
    {
        char close = text[_position] == '“' ? '”' : text[_position];
        StringBuilder content = new();
        for (_position++; _position < text.Length; _position++)
        {
            char c = text[_position];
            if (c == '\\' && _position + 1 < text.Length)
            {
                _position = JsonEscape.Append(content, text, _position);
            }
            else if (c == close && EndsText(_position + 1))
            {
                _position++;
                value = JsonEscape.Sound(content.ToString());
                return true;
            }
            else
            {
                content.Append(c);
            }
        }

        value = null;   // broken off inside a text
        return false;
    }

    /// <summary>A quote ends a text only where JSON could go on: before a comma, a colon, a closing bracket or the end.</summary>
    private bool EndsText(int next)
    {
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next >= text.Length || text[next] is ',' or ':' or '}' or ']' or '`';
    }

    private Bare ReadBare()
    {
        int start = _position;
        while (_position < text.Length && text[_position] is not (',' or '}' or ']' or '{' or '[' or ':' or '"' or '\n' or '\r'))
        {
            _position++;
        }

        return new Bare(text[start.._position].Trim());
    }

    private bool AtEndOr(char close)
    {
        if (_position >= text.Length || text[_position] == '`')
        {
            return true;
        }

        if (text[_position] != close)
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool Skip(char c)
    {
        SkipSpace();
        bool found = _position < text.Length && text[_position] == c;
        _position += found ? 1 : 0;
        return found;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }

    private void SkipSpaceAndCommas()
    {
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || text[_position] == ','))
        {
            _position++;
        }
    }

    /// <summary>Keys are compared without case, spaces, hyphens and underscores.</summary>
    private static string Normalize(string key) => string.Concat(key.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

/// <summary>A word without quotes: a number, <c>true</c>, <c>null</c> or anything else.</summary>
internal readonly record struct Bare(string Text);
