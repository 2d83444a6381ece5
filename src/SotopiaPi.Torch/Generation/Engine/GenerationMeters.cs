using System.Diagnostics.Metrics;

namespace SotopiaPi.Torch;

/// <summary>What the engines of a process report to listeners of the meter <c>SotopiaPi.Torch</c>.</summary>
internal static class GenerationMeters
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "SotopiaPi.Torch";

    private static readonly Meter s_meter = new(Name);

    private static readonly Histogram<int> s_batch = s_meter.CreateHistogram<int>(
        "sotopiapi.generation.batch_size", "{row}", "Sequences that advanced in a step.");

    private static readonly Histogram<int> s_queue = s_meter.CreateHistogram<int>(
        "sotopiapi.generation.queue_length", "{request}", "Requests that waited for a place at a step.");

    private static readonly Counter<long> s_computed = s_meter.CreateCounter<long>(
        "sotopiapi.generation.computed_tokens", "{token}", "Tokens computed; the tag 'kind' is 'prefill' for prompts and 'decode' for replies.");

    private static readonly Counter<long> s_prompts = s_meter.CreateCounter<long>(
        "sotopiapi.generation.prompt_tokens", "{token}", "Tokens of the prompts of requests taken on; hit tokens over these are the hit rate.");

    private static readonly Counter<long> s_hits = s_meter.CreateCounter<long>(
        "sotopiapi.generation.cache.hit_tokens", "{token}", "Tokens whose keys and values were found instead of computed.");

    private static readonly Counter<long> s_drafts = s_meter.CreateCounter<long>(
        "sotopiapi.generation.draft_tokens", "{token}", "Tokens of replies that were guessed; the tag 'held' is true for those that proved right.");

    private static readonly Histogram<long> s_memory = s_meter.CreateHistogram<long>(
        "sotopiapi.generation.kv_bytes", "By", "Memory that holds keys and values at a step.");

    /// <summary>Reports a step.</summary>
    /// <param name="rows">The sequences that advanced.</param>
    /// <param name="waiting">The requests that waited.</param>
    /// <param name="prefill">The tokens computed of prompts.</param>
    /// <param name="decode">The tokens computed of replies.</param>
    /// <param name="kvBytes">The memory that holds something.</param>
    public static void Step(int rows, int waiting, int prefill, int decode, long kvBytes)
    {
        s_batch.Record(rows);
        s_queue.Record(waiting);
        s_computed.Add(prefill, new KeyValuePair<string, object?>("kind", "prefill"));
        s_computed.Add(decode, new KeyValuePair<string, object?>("kind", "decode"));
        s_memory.Record(kvBytes);
    }

    /// <summary>Reports how many tokens of a guess proved right.</summary>
    public static void Guessed(int tokens, int held)
    {
        s_drafts.Add(held, new KeyValuePair<string, object?>("held", true));
        s_drafts.Add(tokens - held, new KeyValuePair<string, object?>("held", false));
    }

    /// <summary>Reports a request that was taken on.</summary>
    public static void Began(int promptTokens) => s_prompts.Add(promptTokens);

    /// <summary>Reports what a sequence found when it was admitted.</summary>
    public static void Found(int tokens) => s_hits.Add(tokens);
}
