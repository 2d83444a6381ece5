namespace SotopiaPi.Torch;

/// <summary>What stands for a symbol that the vocabulary lacks: nothing (id −1), or the unknown token, once per symbol or once per run.</summary>
internal readonly record struct UnknownRule(int Id, bool Fuses);

/// <summary>Writes symbols and puts the unknown token where symbols are missing.</summary>
internal ref struct SymbolWriter(Span<Symbol> symbols, UnknownRule rule)
{
    private readonly Span<Symbol> _symbols = symbols;
    private int _unknownLength;

    /// <summary>The number of symbols written.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a symbol that the vocabulary has.</summary>
    public void Add(int id, int length)
    {
        Flush();
        Append(id, length);
    }

    /// <summary>Adds a symbol without looking at a run of unknowns before it: fallback bytes, which the reference also adds so.</summary>
    public void Append(int id, int length) => _symbols[Count++] = new Symbol(id, length);

    /// <summary>Adds a symbol that the vocabulary lacks.</summary>
    public void AddUnknown(int length)
    {
        if (rule.Id < 0)
        {
            return;
        }

        if (!rule.Fuses)
        {
            Flush();
        }

        _unknownLength += length;
    }

    /// <summary>Writes the run of unknowns that is still open.</summary>
    public void Flush()
    {
        if (_unknownLength > 0)
        {
            Append(rule.Id, _unknownLength);
            _unknownLength = 0;
        }
    }
}
