using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>
/// Tokenizers and chat templates, one thread: encoding against the native library of Hugging Face, and the limits that the project set itself.
/// Against limits the processor time of this process counts, so that what else runs on the machine does not.
/// </summary>
internal sealed class TextRatios : IRatioGroup
{
    public string Name => "text";

    public IEnumerable<Ratio> Measure(bool full)
    {
        int length = full ? 4_000_000 : 1_000_000;
        foreach (Ratio ratio in AgainstNative(length, full ? 9 : 5))
        {
            yield return ratio;
        }

        HuggingFaceTokenizer mistral = HuggingFaceTokenizer.LoadFolder(TextFiles.Path("tokenizers/real-mistral-v1"));
        string varied = TextCorpus.Varied(length);
        double seconds = ProcessorSeconds(() => mistral.Encode(varied, addSpecialTokens: false));
        yield return Ratio.Of("encode_mistral", varied.Length / seconds / 1e6, 3, "MB/s");
        yield return LongWord(mistral);
        yield return Load150K();
        yield return Render();
        yield return Stream(mistral, varied);
    }

    private static IEnumerable<Ratio> AgainstNative(int length, int repeats)
    {
        string folder = TextFiles.Path("tokenizers/real-smollm2");
        HuggingFaceTokenizer ours = HuggingFaceTokenizer.LoadFolder(folder);
        using Tokenizers.DotNet.Tokenizer native = new(vocabPath: Path.Combine(folder, "tokenizer.json"));
        foreach ((string name, string text) in new[] { ("encode_vs_native_repeated", TextCorpus.Repeated(length)), ("encode_vs_native_varied", TextCorpus.Varied(length)) })
        {
            if (!ours.Encode(text, addSpecialTokens: false).Select(id => (uint)id).SequenceEqual(native.Encode(text)))
            {
                throw new InvalidOperationException($"{name}: the native library gives other ids");
            }

            double[] seconds = Interleaved.MedianSeconds(repeats, () => ours.Encode(text, addSpecialTokens: false), () => native.Encode(text));
            yield return Ratio.Of(name, text.Length / seconds[0] / 1e6, text.Length / seconds[1] / 1e6, "MB/s");
        }
    }

    private static Ratio LongWord(HuggingFaceTokenizer tokenizer)
    {
        string word = new Random(2).GetString("abcdefghijklmnop", 400_000);
        string half = word[..200_000];
        double ofHalf = ProcessorSeconds(() => tokenizer.Encode(half, addSpecialTokens: false));
        double ofWhole = ProcessorSeconds(() => tokenizer.Encode(word, addSpecialTokens: false));
        return Ratio.Of("long_word", word.Length / ofWhole / 1e6, half.Length / ofHalf / 1e6, "MB/s") with { Note = "one word of 400 000 letters against one of 200 000: 1 is linear" };
    }

    private static Ratio Load150K()
    {
        byte[] file = LargeTokenizer.Json();
        double seconds = ProcessorSeconds(() => HuggingFaceTokenizer.FromTokenizerJson(file));
        return Ratio.Of("load_150k", 1 / seconds, 1 / 1.5, "loads/s") with { Note = FormattableString.Invariant($"{seconds:F2} s for {file.Length / 1e6:F0} MB") };
    }

    private static Ratio Render()
    {
        ChatTemplate template = ChatTemplate.Parse(LargeTokenizer.Template("llama-3.1-instruct"), "<|begin_of_text|>", "<|eot_id|>");
        ChatMessage[] messages = [.. Enumerable.Range(0, 20).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, $"This is message {i} of a conversation."))];
        const int Times = 200;
        Repeat(20 * Times, () => template.Render(messages));
        double seconds = ProcessorSeconds(() => Repeat(Times, () => template.Render(messages))) / Times;
        return Ratio.Of("render_20_messages", 1 / seconds, 1 / 200e-6, "renders/s") with { Note = FormattableString.Invariant($"{seconds * 1e6:F0} µs, template of Llama 3.1") };
    }

    private static Ratio Stream(HuggingFaceTokenizer tokenizer, string text)
    {
        int[] ids = tokenizer.Encode(text[..200_000], addSpecialTokens: false);
        StreamingDecoder decoder = tokenizer.CreateStreamingDecoder(skipSpecialTokens: true);
        Repeat(5, () => Append(decoder, ids));
        long first = Allocated(() => Append(decoder, ids));
        Repeat(5, () => Append(decoder, ids));
        long later = Allocated(() => Append(decoder, ids));
        return Ratio.Of("stream_allocation", first, later, "bytes") with { Note = FormattableString.Invariant($"{later / (double)ids.Length:F0} bytes a token, early against late in one stream: 1 is no growth") };
    }

    /// <summary>The median processor time of five runs after one to warm up.</summary>
    private static double ProcessorSeconds(Action run)
    {
        run();
        double[] seconds = new double[5];
        for (int i = 0; i < seconds.Length; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            run();
            seconds[i] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }

        return seconds.Order().ElementAt(seconds.Length / 2);
    }

    private static void Append(StreamingDecoder decoder, int[] ids)
    {
        foreach (int id in ids)
        {
            decoder.Append(id);
        }
    }

    private static long Allocated(Action run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(int times, Action run)
    {
        for (int i = 0; i < times; i++)
        {
            run();
        }
    }
}
