namespace SotopiaPi.Samples.Conversion;

/// <summary>A published data set: profiles and episodes in the reference's formats.</summary>
internal interface IDataSet : IAsyncDisposable
{
    /// <summary>What to call it, e.g. the name of its folder.</summary>
    string Name { get; }

    /// <summary>The licence that it names itself; null when it names none.</summary>
    string? Licence { get; }

    Task<ProfileFolder> ReadProfilesAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<FiledEpisodeLog> ReadEpisodesAsync(ICollection<RecordProblem> problems, CancellationToken cancellationToken);
}
