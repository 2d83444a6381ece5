using System.Diagnostics;
using System.Numerics.Tensors;
using LLama;
using LLama.Batched;
using LLama.Common;
using LLama.Native;

namespace SotopiaPi.Benchmarks;

/// <summary>llama.cpp as a user of .NET gets it: the batched executor of LLamaSharp, one conversation for each sequence, greedy.</summary>
internal sealed class LlamaPeer : IDisposable
{
    private readonly LLamaWeights _weights;
    private readonly string _path;

    private LlamaPeer(string path) => (_path, _weights) = (path, LLamaWeights.LoadFromFile(new ModelParams(path)));

    /// <summary>Loads the shared model, requantised once into a temporary folder.</summary>
    public static LlamaPeer Load(LLamaFtype type)
    {
        NativeLogConfig.llama_log_set((_, _) => { });
        NativeApi.llama_empty_call();
        string path = Path.Combine(Path.GetTempPath(), $"sotopiapi-bench-smollm2-{type}.gguf");
        if (!File.Exists(path))
        {
            string unfinished = path + ".part";
            LLamaQuantizer.Quantize(SharedModel.Path, unfinished, type, 2, allowRequantize: true, quantizeOutputTensor: true);
            File.Move(unfinished, path);
        }

        return new(path);
    }

    /// <summary>Continues all prompts together.</summary>
    public BatchTimes Run(IReadOnlyList<int[]> prompts, int newTokens)
    {
        using BatchedExecutor executor = Executor(prompts.Count, prompts.Max(prompt => prompt.Length) + newTokens, prompts.Sum(prompt => prompt.Length));
        Conversation[] conversations = [.. prompts.Select(_ => executor.Create())];
        BatchTimes times = Step(executor, conversations, prompts, newTokens);
        Array.ForEach(conversations, conversation => conversation.Dispose());
        return times;
    }

    /// <summary>Continues each agent's prompts turn after turn, all agents together; what a prompt has in common with the agent's last one is not computed again.</summary>
    public RolloutTimes Rollout(IReadOnlyList<IReadOnlyList<int[]>> agents, int newTokens)
    {
        int longest = agents.Max(turns => turns.Max(prompt => prompt.Length)) + newTokens;
        using BatchedExecutor executor = Executor(agents.Count, longest, agents.Count * longest);
        Conversation[] conversations = [.. agents.Select(_ => executor.Create())];
        List<int>[] known = [.. agents.Select(_ => new List<int>())];
        long prefilled = 0;
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < agents[0].Count; turn++)
        {
            var rest = new int[agents.Count][];
            for (int i = 0; i < agents.Count; i++)
            {
                int[] prompt = agents[i][turn];
                int common = Math.Min(known[i].Zip(prompt).TakeWhile(pair => pair.First == pair.Second).Count(), prompt.Length - 1);
                if (known[i].Count > common)
                {
                    conversations[i].Rewind(known[i].Count - common);
                }

                rest[i] = prompt[common..];
                prefilled += rest[i].Length;
            }

            BatchTimes times = Step(executor, conversations, rest, newTokens);
            for (int i = 0; i < agents.Count; i++)
            {
                known[i] = [.. agents[i][turn], .. times.Tokens[i][..^1]];      // the last token was drawn and never fed
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.ForEach(conversations, conversation => conversation.Dispose());
        return new(seconds, prefilled);
    }

    public void Dispose() => _weights.Dispose();

    private BatchedExecutor Executor(int sequences, int longest, int promptTokens) => new(_weights, new ModelParams(_path)
    {
        SeqMax = (uint)sequences,
        ContextSize = (uint)(sequences * ((longest + 255) / 256 * 256)),
        BatchSize = (uint)promptTokens,
        UBatchSize = 512,
        KVUnified = false,
        Threads = Environment.ProcessorCount,
        BatchThreads = Environment.ProcessorCount,
    });

    private static BatchTimes Step(BatchedExecutor executor, Conversation[] conversations, IReadOnlyList<int[]> prompts, int newTokens)
    {
        var tokens = conversations.Select(_ => new List<int>()).ToArray();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < conversations.Length; i++)
        {
            conversations[i].Prompt(Array.ConvertAll(prompts[i], id => (LLamaToken)id).AsSpan());
        }

        Infer(executor);
        double prefill = 0;
        while (true)
        {
            for (int i = 0; i < conversations.Length; i++)
            {
                tokens[i].Add(TensorPrimitives.IndexOfMax<float>(conversations[i].Sample()));
            }

            prefill = tokens[0].Count == 1 ? Stopwatch.GetElapsedTime(start).TotalSeconds : prefill;
            if (tokens[0].Count == newTokens)
            {
                break;
            }

            for (int i = 0; i < conversations.Length; i++)
            {
                conversations[i].Prompt((LLamaToken)tokens[i][^1]);
            }

            Infer(executor);
        }

        return new(prefill, Stopwatch.GetElapsedTime(start).TotalSeconds, [.. tokens.Select(ids => ids.ToArray())]);
    }

    private static void Infer(BatchedExecutor executor)
    {
        while (executor.BatchQueueCount > 0)
        {
            DecodeResult result = executor.Infer().GetAwaiter().GetResult();
            if (result != DecodeResult.Ok)
            {
                throw new InvalidOperationException($"llama.cpp answered {result}");
            }
        }
    }
}
