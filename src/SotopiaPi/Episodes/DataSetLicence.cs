namespace SotopiaPi;

/// <summary>Under which licence a data set stands that was brought into a store.</summary>
/// <param name="Name">The name of the data set, e.g. its folder or server.</param>
/// <param name="Licence">The licence: its name or its text.</param>
public sealed record DataSetLicence(string Name, string Licence);
