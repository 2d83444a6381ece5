using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal sealed class PreTokenizerReader
{
    private const string Supported = "Sequence, ByteLevel, Split, Digits, Metaspace";

    private readonly List<PreTokenizerStep> _steps = [];

    /// <summary>Whether the model sees bytes through the byte alphabet.</summary>
    public bool ByteLevel { get; private set; }

    public IReadOnlyList<PreTokenizerStep> Steps => _steps;

    public static PreTokenizerReader Read(JsonElement? element)
    {
        PreTokenizerReader reader = new();
        if (element is { } value)
        {
            reader.Add(value);
        }

        return reader;
    }

    private void Add(JsonElement element)
    {
        string type = element.Type("pre_tokenizer");
        if (ByteLevel)
        {
            throw new TokenizerException($"The pre-tokenizer '{Shown.Text(type)}' follows ByteLevel; ByteLevel is supported only as the last step.");
        }

        switch (type)
        {
            case "Sequence":
                foreach (JsonElement item in element.Required("pretokenizers", "pre_tokenizer").Items("pre_tokenizer.pretokenizers"))
                {
                    Add(item);
                }

                return;
            case "ByteLevel":
                AddByteLevel(element);
                return;
            case "Digits":
                Add(new DigitSplitter(element.Flag("individual_digits", false)));
                return;
            case "Split":
                Add(SplitReader.Read(element));
                return;
            case "Metaspace":
                AddMetaspace(element);
                return;
            default:
                throw JsonReading.Unsupported("pre-tokenizer", type, Supported);
        }
    }

    private void AddByteLevel(JsonElement element)
    {
        if (element.Flag("add_prefix_space", true))
        {
            Add(new PrefixRewriter(" ", unlessPresent: true));
        }

        if (element.Flag("use_regex", true))
        {
            Add(new Gpt2Splitter());
        }

        ByteLevel = true;
    }

    private void AddMetaspace(JsonElement element)
    {
        string mark = element.OptionalText("replacement", "Metaspace") ?? SpaceMark.Text;
        Add(new ReplaceRewriter(" ", mark));
        switch (MetaspacePrefix.Read(element))
        {
            case MetaspacePrefix.Always:
                Add(new PrefixRewriter(mark, unlessPresent: true));
                break;
            case MetaspacePrefix.First:
                Add(new StartPrefixRewriter(mark));
                break;
        }

        if (element.Flag("split", true))
        {
            Add(new LiteralSplitter(mark, SplitBehavior.MergedWithNext));
        }
    }

    private void Add(ITextRewriter rewriter) => _steps.Add(new PreTokenizerStep(rewriter, null));

    private void Add(ITextSplitter splitter) => _steps.Add(new PreTokenizerStep(null, splitter));
}
