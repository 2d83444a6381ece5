namespace SotopiaPi.Torch;

/// <summary>Finds the adapters of a folder by their names, which come from requests: a name is never a path.</summary>
/// <param name="directory">The folder; null for no adapters.</param>
/// <param name="baseName">The name of the model without an adapter.</param>
internal sealed class AdapterNames(string? directory, string baseName)
{
    /// <summary>The names that a request can give now: that of the model itself, then those of the adapters.</summary>
    public IReadOnlyList<string> Known()
    {
        string[] folders = directory is not null && Directory.Exists(directory) ? Directory.GetDirectories(directory) : [];
        IEnumerable<string> adapters = folders.Where(folder => File.Exists(Path.Combine(folder, LoraAdapter.ConfigName))).Select(folder => Path.GetFileName(folder));
        return [baseName, .. adapters.Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder of an adapter; null for the model itself.</summary>
    /// <exception cref="ArgumentException">No adapter has the name, or it is no name of a folder.</exception>
    public string? Find(string? name)
    {
        if (name is null || name == baseName)
        {
            return null;
        }

        bool isPlain = name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0;
        string? folder = isPlain && directory is not null ? Path.Combine(directory, name) : null;
        return folder is not null && File.Exists(Path.Combine(folder, LoraAdapter.ConfigName))
            ? folder
            : throw new ArgumentException(
                isPlain
                    ? $"There is no model '{name}'; there are: {string.Join(", ", Known())}. An adapter is a folder in PEFT format{(directory is null ? ", and the client has no folder of adapters" : $" below '{directory}'")}."
                    : $"'{name}' is no name of a model: it must be the plain name of a folder. There are: {string.Join(", ", Known())}.",
                nameof(name));
    }
}
