namespace SotopiaPi.Torch.Tests;

internal sealed class LoraOptionsTests
{
    [Test]
    public void Defaults_are_those_of_the_published_code_and_the_paper_is_there_too()
    {
        LoraOptions reference = LoraOptions.Reference();
        LoraOptions paper = LoraOptions.Paper();
        Assert.That((reference.Rank, reference.Alpha, reference.Dropout), Is.EqualTo((8, 32.0, 0.1)));
        Assert.That((paper.Rank, paper.Alpha, paper.Dropout), Is.EqualTo((8, 16.0, 0.05)));
        Assert.That(reference.TargetModules, Is.EqualTo(["q_proj", "v_proj"]));
        Assert.That(reference.RsLora, Is.False);
    }

    [Test]
    public void Values_out_of_range_are_refused()
    {
        Assert.That(() => new LoraOptions { Rank = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LoraOptions { Alpha = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LoraOptions { Dropout = -0.1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LoraOptions { Dropout = 1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LoraOptions { TargetModules = [] }, Throws.ArgumentException.With.Message.Contains("At least one target"));
        Assert.That(() => new LoraOptions { TargetModules = ["q_proj", " "] }, Throws.ArgumentException);
    }

    [Test]
    public void Patterns_that_are_none_are_refused()
    {
        Assert.That(() => new LoraOptions { TargetPattern = "(" }, Throws.ArgumentException.With.Message.Contains("'(' is not a pattern"));
        Assert.That(() => new LoraOptions { TargetPattern = @"(a)\1" }, Throws.ArgumentException.With.Message.Contains("without back references"));
        Assert.That(() => new LoraOptions { RankPattern = new Dictionary<string, int> { ["q_proj"] = 0 } }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LoraOptions { AlphaPattern = new Dictionary<string, double> { ["["] = 1 } }, Throws.ArgumentException);
    }

    [TestCase("q_proj", "model.layers.0.self_attn.q_proj", true)]
    [TestCase("self_attn.q_proj", "model.layers.0.self_attn.q_proj", true)]
    [TestCase("proj", "model.layers.0.self_attn.q_proj", false)]
    [TestCase("lm_head", "lm_head", true)]
    [TestCase("all-linear", "lm_head", false)]
    [TestCase("all-linear", "model.layers.0.mlp.up_proj", true)]
    public void Targets_match_whole_parts_of_a_path(string target, string path, bool matches) =>
        Assert.That(LoraTargets.Match([target], path), Is.EqualTo(matches));
}
