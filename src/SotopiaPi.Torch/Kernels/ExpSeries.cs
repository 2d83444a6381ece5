namespace SotopiaPi.Torch;

/// <summary>
/// The numbers of eˣ = 2ⁿ·eʳ with n = ⌊x/ln 2 + ½⌋, |r| ≤ ½ ln 2: ln 2 in two parts, so that n·ln 2 loses nothing, and the Taylor
/// coefficients 1/k!, whose remainder after the seventh power is below 2⁻²⁸.
/// </summary>
internal static class ExpSeries
{
    public const float Smallest = -87.3f;                    // below it eˣ is no normal number
    public const float InverseLn2 = 1.44269504f;
    public const float Ln2High = 0.693359375f;               // 9 bits
    public const float Ln2Low = -2.12194440e-4f;
    public const float C7 = 1f / 5040;
    public const float C6 = 1f / 720;
    public const float C5 = 1f / 120;
    public const float C4 = 1f / 24;
    public const float C3 = 1f / 6;
    public const float C2 = 1f / 2;
}
