using System.Text.Json;
using LLama;
using LLama.Common;
using LLama.Native;

namespace SotopiaPi.Testing;

/// <summary>
/// llama.cpp, as LLamaSharp ships it, as a second opinion on GGUF files. It computes in a process of its own, because it brings native
/// libraries and threads that must not meet libtorch's.
/// </summary>
internal static class LlamaCpp
{
    private const int Threads = 1;                  // several of them spin while they wait for each other

    /// <summary>What is asked of a file.</summary>
    /// <param name="Messages">Roles and texts for its chat template.</param>
    /// <param name="Prompts">Texts to continue, special tokens written out.</param>
    /// <param name="NewTokens">The greatest number of tokens to add to each.</param>
    internal sealed record Question(string[][] Messages, string[] Prompts, int NewTokens)
    {
        /// <summary>Token ids whose last logits are wanted.</summary>
        public int[]? Ids { get; init; }
    }

    /// <summary>What the file answers.</summary>
    /// <param name="Rendered">The messages in its chat template, open for the assistant.</param>
    /// <param name="Continuations">One for each prompt.</param>
    internal sealed record Answer(string Rendered, Continuation[] Continuations)
    {
        /// <summary>The logits after <see cref="Question.Ids"/>.</summary>
        public float[]? Logits { get; init; }
    }

    /// <summary>A greedy continuation.</summary>
    /// <param name="Prompt">The prompt's ids.</param>
    /// <param name="Ids">The new ids, the one that ends included.</param>
    /// <param name="Gaps">How far the largest logit was above the second, for each.</param>
    internal sealed record Continuation(int[] Prompt, int[] Ids, float[] Gaps);

    public static Answer Ask(string file, Question question)
    {
        Probe.Outcome outcome = Probe.Run(["llama", file], JsonSerializer.Serialize(question));
        string? answer = outcome.Output.Split('\n').LastOrDefault(line => line.StartsWith("{\"Rendered\"", StringComparison.Ordinal));
        Assert.That(answer, Is.Not.Null, outcome.Output);
        return JsonSerializer.Deserialize<Answer>(answer!)!;
    }

    /// <summary>Answers the question on the standard input; runs in the other process.</summary>
    public static int Serve(string file)
    {
        Question question = JsonSerializer.Deserialize<Question>(Console.In.ReadToEnd())!;
        NativeApi.llama_empty_call();
        var parameters = new ModelParams(file)
        {
            ContextSize = question.Ids is { } asked ? (uint)asked.Length : 2048,
            BatchSize = 2048,
            GpuLayerCount = 0,
            Threads = Threads,
            BatchThreads = Threads,
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
            FlashAttention = false,
        };
        using LLamaWeights weights = LLamaWeights.LoadFromFile(parameters);
        if (question.Ids is { } ids)
        {
            Console.WriteLine();
            Console.WriteLine(JsonSerializer.Serialize(new Answer("", []) { Logits = Logits(weights, parameters, ids) }));
            return 0;
        }

        LLamaTemplate template = new(weights) { AddAssistant = true };
        foreach (string[] message in question.Messages)
        {
            template.Add(message[0], message[1]);
        }

        string rendered = question.Messages.Length == 0 ? "" : System.Text.Encoding.UTF8.GetString(template.Apply());
        Continuation[] continuations = [.. question.Prompts.Select(prompt => Continue(weights, parameters, prompt, question.NewTokens))];
        Console.WriteLine();
        Console.WriteLine(JsonSerializer.Serialize(new Answer(rendered, continuations)));
        return 0;
    }

    private static float[] Logits(LLamaWeights weights, ModelParams parameters, int[] ids)
    {
        using LLamaContext context = weights.CreateContext(parameters);
        var batch = new LLamaBatch();
        int last = batch.AddRange([.. ids.Select(id => (LLamaToken)id)], 0, LLamaSeqId.Zero, logitsLast: true);
        return context.Decode(batch) == DecodeResult.Ok ? context.NativeHandle.GetLogitsIth(last).ToArray() : throw new InvalidOperationException("llama.cpp could not decode");
    }

    private static Continuation Continue(LLamaWeights weights, ModelParams parameters, string text, int newTokens)
    {
        using LLamaContext context = weights.CreateContext(parameters);
        LLamaToken[] prompt = context.Tokenize(text, addBos: false, special: true);
        List<int> ids = [];
        List<float> gaps = [];
        LLamaToken[] next = prompt;
        int position = 0;
        while (ids.Count < newTokens)
        {
            var batch = new LLamaBatch();
            int last = batch.AddRange(next, position, LLamaSeqId.Zero, logitsLast: true);
            if (context.Decode(batch) is var result && result != DecodeResult.Ok)
            {
                throw new InvalidOperationException($"llama.cpp says {result}");
            }

            position += next.Length;
            var (best, gap) = Largest(context.NativeHandle.GetLogitsIth(last));
            ids.Add(best);
            gaps.Add(gap);
            next = [best];
            if (weights.Vocab.EOS == best || weights.Vocab.EOT == best)
            {
                break;
            }
        }

        return new([.. prompt.Select(token => (int)token)], [.. ids], [.. gaps]);
    }

    private static (int Id, float Gap) Largest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        float second = float.NegativeInfinity;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
            {
                (second, best) = (logits[best], i);
            }
            else
            {
                second = MathF.Max(second, logits[i]);
            }
        }

        return (best, logits[best] - second);
    }
}
