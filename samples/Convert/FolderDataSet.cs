namespace SotopiaPi.Samples.Conversion;

/// <summary>A data set in a folder: the published files, the reference's local storage, or exports of Redis.</summary>
internal sealed class FolderDataSet(DirectoryInfo folder) : IDataSet
{
    public string Name => folder.Name;

    public string? Licence => LicenceText.Of(folder);

    public Task<ProfileFolder> ReadProfilesAsync(CancellationToken cancellationToken) => Task.FromResult(ProfileFolder.Read(folder.FullName));

    public IAsyncEnumerable<FiledEpisodeLog> ReadEpisodesAsync(ICollection<RecordProblem> problems, CancellationToken cancellationToken) =>
        EpisodeLogFiles.ReadFolder(folder.FullName, problems).ToAsyncEnumerable();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
