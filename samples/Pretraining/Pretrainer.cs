using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Torch;
using TorchSharp;

namespace Pretraining;

/// <summary>Trains the tokenizer and the decoder and writes both as a model folder.</summary>
internal sealed class Pretrainer(PretrainingOptions options, TextWriter output)
{
    private const int TokenizerEpisodes = 800, HeldOutEpisodes = 128, StepsPerLine = 50;
    private readonly MixedPlay _play = new(options.Seed);

    /// <summary>Runs everything; the folder is replaced at the end, in one step.</summary>
    /// <exception cref="IOException">The folder holds something else, or cannot be written.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        string target = Path.GetFullPath(options.Out);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !File.Exists(Path.Combine(target, "config.json")))
        {
            throw new IOException($"'{target}' holds files but no config.json, so it is no model folder, and nothing there was changed. Give --out a new folder or one that holds a model.");
        }

        AtomicFile.WriteFolder(target, folder => Fill(folder, cancellationToken));
    }

    private void Fill(string folder, CancellationToken cancellationToken)
    {
        torch.set_num_threads(options.Threads);
        WriteTokenizer(folder, cancellationToken);
        ChatTokenizer chat = ChatTokenizer.LoadFolder(folder);
        using torch.Generator generator = new((ulong)options.Seed);
        using Decoder decoder = Decoder.Create(Shape(chat.Tokenizer.VocabularySize), generator, new DecoderOptions { Trainable = true });
        output.WriteLine($"{decoder.parameters().Sum(parameter => parameter.numel()):N0} parameters, {chat.Tokenizer.VocabularySize} pieces");
        Train(decoder, new SeatReader(chat), cancellationToken);
        decoder.Save(folder, more: new Dictionary<string, JsonNode?> { ["eos_token_id"] = chat.Tokenizer.EosIds[0], ["pad_token_id"] = chat.Tokenizer.PadId });
    }

    private void WriteTokenizer(string folder, CancellationToken cancellationToken)
    {
        PromptBuilder prompts = new(PromptPack.Compact);
        DialogueEnvironment environment = new();
        IEnumerable<string> texts = Episodes(-TokenizerEpisodes, TokenizerEpisodes, cancellationToken).SelectMany(episode => episode.Task.Seats
            .SelectMany(seat => prompts.Build(environment.Observe(episode.Until(episode.Turns.Count - 1).State, seat)))
            .Where(message => message.Role != ChatRole.Assistant).Select(message => message.Text));
        SmallTokenizer.Write(texts, PretrainingOptions.Pieces, folder);
    }

    private void Train(Decoder decoder, SeatReader reader, CancellationToken cancellationToken)
    {
        CosineSchedule schedule = CosineSchedule.FromRatio(PretrainingOptions.LearningRate, options.Steps, PretrainingOptions.WarmUp);
        using SequenceTrainer trainer = new(decoder, schedule.At, new SequenceTrainerOptions { AdamW = new AdamWSettings { WeightDecay = PretrainingOptions.WeightDecay } });
        IReadOnlyList<TokenSequence> heldOut = Sequences(reader, -TokenizerEpisodes - HeldOutEpisodes, HeldOutEpisodes, cancellationToken);
        Stopwatch watch = Stopwatch.StartNew();
        long tokens = 0;
        Task<IReadOnlyList<TokenSequence>> next = Task.Run(() => Batch(0), cancellationToken);
        for (int step = 0; step < options.Steps; step++)
        {
            IReadOnlyList<TokenSequence> batch = next.GetAwaiter().GetResult();
            int following = step + 1;
            next = Task.Run(() => Batch(following), cancellationToken);                  // played while this one is learnt
            StepResult result = trainer.Step(batch, cancellationToken);
            tokens += result.Tokens;
            if (following % StepsPerLine == 0 || following == options.Steps)
            {
                TimeSpan left = watch.Elapsed * ((options.Steps - following) / (double)following);
                output.WriteLine(FormattableString.Invariant(
                    $"step {following}/{options.Steps}  loss {result.Loss:0.000}  held out {trainer.Evaluate(heldOut, cancellationToken):0.000}  {tokens / 1e6:0.00} M tokens, {tokens / watch.Elapsed.TotalSeconds:0}/s  left {left:mm\\:ss}"));
            }
        }

        IReadOnlyList<TokenSequence> Batch(int step) => Sequences(reader, (long)step * options.Batch, options.Batch, cancellationToken);
    }

    private IReadOnlyList<TokenSequence> Sequences(SeatReader reader, long first, int count, CancellationToken cancellationToken) =>
        [.. Episodes(first, count, cancellationToken).SelectMany(reader.Read)];

    private IEnumerable<Episode> Episodes(long first, int count, CancellationToken cancellationToken) =>
        Enumerable.Range(0, count).Select(i => _play.PlayAsync(first + i, cancellationToken).GetAwaiter().GetResult());

    // The Llama shape: 128 wide, 6 layers, 4 heads of 32, tied embeddings.
    private static DecoderConfig Shape(int vocabulary) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = 128,
        IntermediateSize = 384,
        HeadCount = 4,
        KeyValueHeadCount = 4,
        HeadSize = 32,
        Layers = LayerConfig.Repeat(6, new RopeConfig(10_000)),
        MaxPositions = 512,
        NormEpsilon = 1e-5,
        TieEmbeddings = true,
    };
}
