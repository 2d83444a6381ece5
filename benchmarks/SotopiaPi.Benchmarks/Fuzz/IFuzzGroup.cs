namespace SotopiaPi.Benchmarks;

/// <summary>Throws random input at parsers and counts what is not a documented outcome.</summary>
internal interface IFuzzGroup
{
    /// <summary>Gets the name on the command line.</summary>
    string Name { get; }

    /// <summary>Runs.</summary>
    /// <param name="count">The number of inputs.</param>
    /// <returns>A description of each undocumented outcome; none when all is well.</returns>
    IEnumerable<string> Run(int count);
}
