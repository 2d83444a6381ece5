using System.Text;
using System.Xml;

namespace SotopiaPi;

/// <summary>
/// Parses marked texts the way the reference's XML parser does (libxml2 behind lxml), strictly or recovering. Recovering, a stray <c>&lt;</c> is dropped, an end
/// tag closes whatever is open, and after the first mistake named entities are lost.
/// </summary>
internal sealed partial class MarkupParser(string text, bool recovers)
{
    private const int MaxDepth = 256;
    private readonly List<MarkupNode> _open = [];
    private readonly StringBuilder _text = new();
    private MarkupNode? _root;
    private bool _failed;
    private int _position;

    /// <summary>The root element; <see langword="null"/> when a strict parse met a mistake or there is no element at all.</summary>
    public static MarkupNode? Parse(string text, bool recovers)
    {
        MarkupParser parser = new(text, recovers);
        parser.ParseDocument();
        return parser._failed && !recovers ? null : parser._root;
    }

    private void ParseDocument()
    {
        SkipMisc();
        if (!At("<") || !ParseStart())
        {
            Fail();
            return;
        }

        while (_open.Count > 0 && _position < text.Length && !Stopped)
        {
            ParseContent();
        }

        Flush();
        if (_open.Count > 0)
        {
            Fail();
        }

        SkipMisc();
        if (_position < text.Length)
        {
            Fail();
        }
    }

    private bool Stopped => _failed && !recovers;

    private void ParseContent()
    {
        if (At("<![CDATA["))
        {
            ParseCharacterData();
        }
        else if (At("<!--"))
        {
            Skip("-->");
        }
        else if (At("<?"))
        {
            Skip("?>");
        }
        else if (At("</"))
        {
            ParseEnd();
        }
        else if (text[_position] == '<')
        {
            ParseStart();
        }
        else if (text[_position] == '&')
        {
            ParseReference();
        }
        else
        {
            ParseText();
        }
    }

    private bool ParseStart()
    {
        _position++;
        string name = ParseName();
        if (name.Length == 0)
        {
            Fail();
            return false;
        }

        Flush();
        MarkupNode node = new(name);
        ParseAttributes(node);
        if (_open.Count >= MaxDepth)
        {
            Fail();
            _position = text.Length;
            return false;
        }

        if (_open.Count > 0)
        {
            _open[^1].Children.Add(node);
        }
        else
        {
            _root = node;
        }

        if (At("/>"))
        {
            _position += 2;
        }
        else if (At(">"))
        {
            _position++;
            _open.Add(node);
        }
        else
        {
            Fail();   // the start tag has no end: the element stays empty, what follows is text
        }

        return true;
    }

    private void ParseAttributes(MarkupNode node)
    {
        SkipSpace();
        while (_position < text.Length && !At(">") && !At("/>"))
        {
            string name = ParseName();
            if (name.Length == 0 || !ParseValue(out string value))
            {
                Fail();
                return;
            }

            if (node.Attributes.Exists(attribute => attribute.Name == name))
            {
                Fail();
            }
            else
            {
                node.Attributes.Add((name, value));
            }

            int before = _position;
            SkipSpace();
            if (_position == before && !At(">") && !At("/>"))
            {
                Fail();
                return;
            }
        }
    }

    private bool ParseValue(out string value)
    {
        value = "";
        SkipSpace();
        if (!At("="))
        {
            return false;
        }

        _position++;
        SkipSpace();
        if (!At("\"") && !At("'"))
        {
            return false;
        }

        char quote = text[_position++];
        int length = text.AsSpan(_position).IndexOfAny(quote, '<');
        int end = length < 0 ? text.Length : _position + length;
        value = MarkupEntities.Replace(text[_position..end], ref _failed);
        _position = end;
        if (end == text.Length || text[end] != quote)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void ParseEnd()
    {
        Flush();
        _position += 2;
        string name = ParseName();
        SkipSpace();
        if (At(">"))
        {
            _position++;
        }
        else
        {
            Fail();
        }

        if (name != _open[^1].Tag)
        {
            Fail();
        }

        _open.RemoveAt(_open.Count - 1);   // whatever its name says, it closes the element that is open
    }

    private void ParseReference()
    {
        int end = text.IndexOf(';', _position);
        string? replacement = end < 0 ? null : MarkupEntities.Value(text.AsSpan(_position + 1, end - _position - 1));
        if (replacement is null)
        {
            Fail();
            _position++;
            ParseNameOfLostReference();
            return;
        }

        bool isNumber = text[_position + 1] == '#';
        if (!_failed || isNumber)
        {
            _text.Append(replacement);
        }

        _position = end + 1;
    }

    private void ParseNameOfLostReference()
    {
        ParseName();
        if (At(";"))
        {
            _position++;
        }
    }

    private void ParseCharacterData()
    {
        int end = text.IndexOf("]]>", _position, StringComparison.Ordinal);
        int start = _position + "<![CDATA[".Length;
        if (end < 0)
        {
            Fail();
            end = text.Length;
        }

        _text.Append(text.AsSpan(Math.Min(start, end)..end));
        _position = Math.Min(text.Length, end + 3);
    }

    private void ParseText()
    {
        int end = text.AsSpan(_position).IndexOfAny('<', '&');
        end = end < 0 ? text.Length : _position + end;
        for (int i = _position; i < end; i++)
        {
            if (text[i] == '\r')
            {
                _text.Append('\n');
                i += i + 1 < end && text[i + 1] == '\n' ? 1 : 0;
            }
            else if (XmlConvert.IsXmlChar(text[i]) || char.IsSurrogate(text[i]))
            {
                _text.Append(text[i]);
                if (text[i] == ']' && string.CompareOrdinal(text, i, "]]>", 0, 3) == 0)
                {
                    Fail();
                }
            }
            else
            {
                Fail();   // a control character is dropped
            }
        }

        _position = end;
    }
}
