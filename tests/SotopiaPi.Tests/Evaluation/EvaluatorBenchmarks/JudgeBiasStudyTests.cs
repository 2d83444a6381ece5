using System.Globalization;
using MathNet.Numerics.Distributions;

namespace SotopiaPi.Tests.Evaluation.EvaluatorBenchmarks;

/// <summary>Synthetic studies whose truth is known: the judge is the truth plus a bias plus noise.</summary>
public sealed class JudgeBiasStudyTests
{
    private const int Studies = 2000;

    /// <summary>The mean of 2,000 estimates meets the bias, and 93 to 97 % of the intervals cover it, at the sizes of the paper's studies.</summary>
    [TestCase(28, 0.36)]
    [TestCase(28, 1.42)]
    [TestCase(180, 1.42)]
    public void The_bias_is_recovered_and_its_intervals_cover_it(int size, double bias)
    {
        Random random = new(size + (int)(bias * 100));
        int covered = 0;
        double sum = 0;
        for (int study = 0; study < Studies; study++)
        {
            JudgeAgreement agreement = Study(random, "m", size, bias, noise: 1.5);
            sum += agreement.Bias.Mean!.Value;
            covered += agreement.Bias.Low <= bias && bias <= agreement.Bias.High ? 1 : 0;
        }

        Assert.That(sum / Studies, Is.EqualTo(bias).Within(4 * 1.5 / Math.Sqrt((double)size * Studies)), "four standard errors");
        Assert.That(covered / (double)Studies, Is.InRange(0.93, 0.97));
    }

    /// <summary>The interval of Fisher's z covers the correlation of truth and judge, which is σ/√(σ² + noise²).</summary>
    [TestCase(28)]
    [TestCase(180)]
    public void The_correlation_is_recovered_and_its_intervals_cover_it(int size)
    {
        Random random = new(size);
        double truth = 2 / Math.Sqrt(4 + (1.5 * 1.5));
        int covered = Enumerable.Range(0, Studies).Count(_ =>
        {
            double[] true_ = [.. Enumerable.Range(0, size).Select(_ => Normal.Sample(random, 5, 2))];
            CorrelationResult result = Correlation.Pearson(PairedSample.Of(true_, [.. true_.Select(value => value + Normal.Sample(random, 1, 1.5))]));
            return result.Low <= truth && truth <= result.High;
        });
        Assert.That(covered / (double)Studies, Is.InRange(0.93, 0.97));
    }

    [Test]
    public void A_judge_that_training_wears_out_is_found_and_an_independent_one_is_not()
    {
        Random random = new(7);
        string[] models = ["base", "sr", "bc", "bc+sr"];
        double[] biases = [0.36, 0.64, 1.27, 1.42];
        double[] noise = [1, 1.5, 2.5, 4];
        JudgeAgreement[] optimised = [.. models.Index().Select(model => Study(random, model.Item, 400, biases[model.Index], noise[model.Index]))];
        JudgeAgreement[] control = [.. models.Select(model => Study(random, model, 400, 0.36, 1))];

        OveroptimizationAnalysis found = OveroptimizationAnalysis.Of(optimised, models);
        Assert.That((found.CorrelationFalls, found.IsFallSignificant, found.BiasGrows), Is.EqualTo((true, true, true)));
        Assert.That(found.BiasGrowth, Is.EqualTo(1.42 - 0.36).Within(0.6));
        OveroptimizationAnalysis none = OveroptimizationAnalysis.Of(control, models);
        Assert.That((none.IsFallSignificant, none.BiasGrows), Is.EqualTo((false, false)));

        string page = MarkdownReport.Write(new EvaluatorBenchmarkResult("human", 400, optimised).ToReport(found)).Replace("\\", "", StringComparison.Ordinal);
        Assert.That(page, Does.Contain("worth less for the trained agent").And.Contain("overrates the trained agent more"));
    }

    /// <summary>The paper's own Table 7 with its 28 points a model: 0.76 → 0.58 is a fall, yet alone no more than chance.</summary>
    [Test]
    public void The_papers_table_falls_but_28_points_do_not_prove_it()
    {
        (string Model, double Correlation, double Bias)[] table = [("Mistral", 0.76, 0.36), ("SR", 0.86, 0.64), ("BC", 0.73, 1.27), ("BC+SR", 0.58, 1.42)];
        JudgeAgreement[] rows = [.. table.Select(row => new JudgeAgreement("GPT-4", "human", row.Model, ScoreMeasure.Goal, new MeanEstimate(row.Bias, null, null, 28)) { Pearson = new CorrelationResult(row.Correlation, null, 28) })];
        OveroptimizationAnalysis analysis = OveroptimizationAnalysis.Of(rows, [.. table.Select(row => row.Model)]);
        Assert.That(analysis.CorrelationChange, Is.EqualTo(-0.18).Within(1e-12));
        Assert.That(analysis.BiasGrowth, Is.EqualTo(1.06).Within(1e-12));

        // z = (atanh 0.76 − atanh 0.58) / √(2/25) = 1.180, two-sided p = 0.238.
        Assert.That(analysis.CorrelationPValue, Is.EqualTo(0.238).Within(0.001));
        Assert.That((analysis.CorrelationFalls, analysis.IsFallSignificant), Is.EqualTo((true, false)));
    }

    [Test]
    public void Stages_that_were_not_rated_are_named_with_those_that_were()
    {
        JudgeAgreement row = Study(new Random(1), "base", 10, 0, 1);
        Assert.That(Assert.Throws<ArgumentException>(() => OveroptimizationAnalysis.Of([row], ["base", "bc"]))!.Message, Does.Contain("'bc'").And.Contain("there is for: base"));
        Assert.That(Assert.Throws<ArgumentException>(() => OveroptimizationAnalysis.Of([row], ["base"]))!.Message, Does.Contain("two or more"));
    }

    private static JudgeAgreement Study(Random random, string model, int size, double bias, double noise)
    {
        ScoredPair[] pairs = [.. Enumerable.Range(0, size).Select(episode =>
        {
            double truth = Normal.Sample(random, 5, 2);
            return new ScoredPair(episode.ToString(CultureInfo.InvariantCulture), Goal(truth + bias + Normal.Sample(random, 0, noise)), Goal(truth));
        })];
        return JudgeAgreement.Of("judge", "truth", model, ScoreMeasure.Goal, pairs);
    }

    private static Dictionary<SocialDimension, Score> Goal(double value) => new() { [SocialDimension.Goal] = Score.Of(value) };
}
