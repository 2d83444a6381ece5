using Microsoft.Extensions.AI;
using Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>The small model that ships with the self-training sample.</summary>
[LiveTensorsFlat]
public class ShippedModelTests
{
    private static readonly string s_folder = Path.Combine(SharedFolder.RepositoryRoot, "samples", "SelfTraining", "model");
    private static readonly ChatTokenizer s_chat = ChatTokenizer.LoadFolder(s_folder);

    [Test]
    public void It_is_small() =>
        Assert.That(Directory.EnumerateFiles(s_folder).Sum(file => new FileInfo(file).Length), Is.LessThanOrEqualTo(8_000_000));

    [Test]
    public async Task Headers_and_turns_keep_to_the_token_budget()
    {
        var environment = new DialogueEnvironment();
        var prompts = new PromptBuilder(PromptPack.Compact);
        for (int i = 0; i < 200; i++)
        {
            Episode episode = await new MixedPlay(99).PlayAsync(i, default);
            foreach (ChatMessage message in episode.Task.Seats.SelectMany(seat => prompts.Build(environment.Observe(episode.Until(episode.Turns.Count - 1).State, seat))))
            {
                int budget = message.Role == ChatRole.System ? 40 : message.Role == ChatRole.User ? 13 : 15;
                string text = s_chat.Template.Render([message], new ChatTemplateOptions());
                Assert.That(s_chat.Tokenizer.Encode(text, addSpecialTokens: false), Has.Length.LessThanOrEqualTo(budget), text);
            }
        }
    }

    [Test]
    public async Task It_expects_the_play_of_mixed_skill()
    {
        List<TokenSequence> fresh = [];
        for (int i = 0; i < 64; i++)
        {
            fresh.AddRange(new SeatReader(s_chat).Read(await new MixedPlay(99).PlayAsync(i, default)));
        }

        Assert.That(MeanLoss(fresh), Is.LessThan(0.38), "nats per token after the header; a model that knows nothing has 6.2");
    }

    private static double MeanLoss(List<TokenSequence> sequences)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using Decoder decoder = Decoder.Load(s_folder);
        (double sum, int count) = (0, 0);
        foreach (TokenSequence sequence in sequences)
        {
            int first = Array.FindIndex(sequence.LossWeights, weight => weight > 0);
            Tensor logits = decoder.forward(tensor(Array.ConvertAll(sequence.Ids, id => (long)id)));   // [N, V]
            Tensor targets = tensor(Array.ConvertAll(sequence.Ids[first..], id => (long)id));
            sum += nn.functional.cross_entropy(logits.narrow(0, first - 1, targets.size(0)), targets, reduction: nn.Reduction.Sum).ToDouble();
            count += sequence.Ids.Length - first;
        }

        return sum / count;
    }
}
