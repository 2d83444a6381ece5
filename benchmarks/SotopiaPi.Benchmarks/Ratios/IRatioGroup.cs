namespace SotopiaPi.Benchmarks;

/// <summary>Ratios that belong together. A group first checks that the variants agree, then times them, interleaved, in this one process.</summary>
internal interface IRatioGroup
{
    /// <summary>Gets the name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures; each ratio is printed as soon as it is known.</summary>
    /// <param name="full">Whether everything is measured, rather than a fixed, seeded sample.</param>
    IEnumerable<Ratio> Measure(bool full);
}
