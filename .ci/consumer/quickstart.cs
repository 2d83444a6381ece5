#:property PublishAot=false
#:package SotopiaPi.Torch@0.1.0
#:package libtorch-cpu-linux-x64@2.10.0
using SotopiaPi;
using SotopiaPi.Torch;
using TorchSharp;
EpisodeRunner runner = new(new OfflineAgentFactory());                        // scripted players: they bargain and share things
TrainingExampleBuilder examples = new(new DialogueEnvironment(), new PromptBuilder(PromptPack.Compact));
List<TokenSequence> rows = [];                                                // what the expert was shown and what it did, letter by letter
await foreach (SocialTask task in new OfflineTaskSource(seed: 1, count: 100).GetTasksAsync())
{
    SeatAssignment[] seats = [new(new Seat(0), task.Agents[0], "expert"), new(new Seat(1), task.Agents[1], "partner")];
    Episode episode = await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, OfflineTaskSource.Rules));
    rows.AddRange(examples.Build(episode, new Seat(0)).Examples.Select(example => Row(string.Join('\n', example.Prompt) + '\n', example.Reply)));
}
DecoderConfig shape = new() { VocabularySize = 128, HiddenSize = 64, IntermediateSize = 128, HeadCount = 4, KeyValueHeadCount = 4, HeadSize = 16, Layers = LayerConfig.Repeat(2, new RopeConfig(10_000)), MaxPositions = 2048 };
using Decoder decoder = Decoder.Create(shape, new torch.Generator(1), new DecoderOptions { Trainable = true });       // random weights
using SequenceTrainer trainer = new(decoder, learningRate: step => 3e-3);
(List<TokenSequence> learnt, List<TokenSequence> heldOut) = (rows[..^100], rows[^100..]);
double before = trainer.Evaluate(heldOut);                                    // in nats per letter
foreach (TokenSequence[] batch in learnt.Chunk(10)) trainer.Step(batch);
Console.WriteLine($"before: {Math.Exp(-before):P1} for each letter of an expert's turn");
Console.WriteLine($"after {trainer.Steps} steps: {Math.Exp(-trainer.Evaluate(heldOut)):P1}");
static TokenSequence Row(string shown, string done) => new([.. (shown + done).Select(letter => letter & 127)], [.. shown.Select(_ => 0f), .. done.Select(_ => 1f)]);
