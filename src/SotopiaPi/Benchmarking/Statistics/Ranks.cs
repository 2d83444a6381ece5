using MathNet.Numerics.Statistics;

namespace SotopiaPi;

/// <summary>Ranks from 1; equal values share their mean rank.</summary>
internal static class Ranks
{
    public static double[] Of(IReadOnlyList<double> values) => ArrayStatistics.RanksInplace([.. values], RankDefinition.Average);
}
