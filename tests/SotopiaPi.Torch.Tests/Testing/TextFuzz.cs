using System.Text;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch.Tests;

/// <summary>
/// Throws damaged tokenizer files and templates at the readers. The documented outcomes are success and the exceptions of the package;
/// anything else, and anything that takes much processor time, is reported. Used by the tests and, with more inputs, by <c>benchmarks -- --fuzz text</c>.
/// </summary>
internal sealed class TextFuzz(int seed, TimeSpan patience)
{
    private static readonly ChatMessage[] s_messages =
    [
        new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi {{ x }} \uD800 😀"), new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "Bye"),
    ];

    /// <summary>Tries so many inputs and describes what should not have happened.</summary>
    public IEnumerable<string> Run(int count)
    {
        (string Name, byte[] Seed, Action<byte[]> Use)[] targets = [.. Targets()];
        for (int i = 0; i < count; i++)
        {
            (string name, byte[] source, Action<byte[]> use) = targets[i % targets.Length];
            byte[] damaged = Mutation.Of(source, new Random(unchecked((seed * 1_000_003) + i)));
            if (Try(() => use(damaged)) is { } problem)
            {
                yield return $"{name}, input {i} of seed {seed}: {problem}";
            }
        }
    }

    private string? Try(Action use)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        try
        {
            use();
        }
        catch (Exception exception) when (exception is TokenizerException or ChatTemplateException)
        {
            return exception.Message.Length is > 0 and < 1000 ? null : $"a message of {exception.Message.Length} characters: {exception.Message[..200]}";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }

        TimeSpan taken = Environment.CpuUsage.TotalTime - start;
        return taken <= patience ? null : $"took {taken.TotalSeconds:F1} s";
    }

    private static IEnumerable<(string Name, byte[] Seed, Action<byte[]> Use)> Targets()
    {
        yield return ("byte-level tokenizer.json", SmallTokenizers.ByteLevel(), file => Use(HuggingFaceTokenizer.FromTokenizerJson(file)));
        yield return ("character tokenizer.json", SmallTokenizers.Characters(), file => Use(HuggingFaceTokenizer.FromTokenizerJson(file)));
        yield return ("unigram tokenizer.json", SmallTokenizers.Unigram(), file => Use(HuggingFaceTokenizer.FromTokenizerJson(file)));
        yield return ("byte-pair tokenizer.model", SmallTokenizers.SentencePiece(bytePair: true), file => Use(HuggingFaceTokenizer.FromSentencePiece(file)));
        yield return ("unigram tokenizer.model", SmallTokenizers.SentencePiece(bytePair: false), file => Use(HuggingFaceTokenizer.FromSentencePiece(file)));
        yield return ("tiktoken ranks", SmallTokenizers.Tiktoken(), file => Use(HuggingFaceTokenizer.FromTiktoken(file, Gpt2Splitter.Pattern, new Dictionary<string, int> { ["<|end|>"] = 300 })));
        foreach ((string name, string template) in DefaultChatTemplates.ByName.Append(new("features", SmallTokenizers.Features)))
        {
            yield return ($"template {name}", Encoding.UTF8.GetBytes(template), file => Use(Encoding.UTF8.GetString(file)));
        }
    }

    private static void Use(HuggingFaceTokenizer tokenizer)
    {
        const string text = "Hello <s> world,  e\u0301 日本 😀 \uD800 <|end|> 123\r\n";
        int[] ids = tokenizer.Encode(text, addSpecialTokens: true);
        tokenizer.EncodeToTokens(text, out string? _);
        tokenizer.Decode(ids, skipSpecialTokens: true);
        StreamingDecoder decoder = tokenizer.CreateStreamingDecoder(skipSpecialTokens: false);
        foreach (int id in ids.Append(-1).Append(int.MaxValue))
        {
            decoder.Append(id);
            tokenizer.TokenBytes(id);
        }

        decoder.Flush();
    }

    private static void Use(string template)
    {
        ChatTemplate parsed = ChatTemplate.Parse(template, "<s>", "</s>");
        parsed.Render(s_messages, new ChatTemplateOptions { AddGenerationPrompt = true });
        parsed.Render(s_messages[..3], new ChatTemplateOptions { ContinueFinalMessage = true });
    }
}
