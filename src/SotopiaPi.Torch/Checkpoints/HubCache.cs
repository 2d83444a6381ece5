namespace SotopiaPi.Torch;

/// <summary>
/// Finds models in the local cache of the Hugging Face hub: <c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>, else <c>~/.cache/huggingface/hub</c>.
/// It reads only; nothing is ever downloaded.
/// </summary>
public static class HubCache
{
    /// <summary>Says where a model lies.</summary>
    /// <param name="model">An existing folder or file, which is given back, or a model id such as <c>owner/name</c>, which gives the folder of its snapshot.</param>
    /// <param name="revision">A branch, tag or commit; used for ids only.</param>
    /// <exception cref="CheckpointException">There is no such folder or file, and no such model in the cache; the message names the paths looked for.</exception>
    public static string Resolve(string model, string revision = "main")
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(revision);
        if (Path.Exists(model))
        {
            return model;
        }

        string[] parts = model.Split('/');
        if (parts.Length is not (1 or 2) || parts.Any(part => !IsName(part)) || revision.Split('/').Any(part => !IsName(part)))
        {
            throw new CheckpointException(model, "there is no such file or folder, and it is not a model id (owner/name); check the path of the model.");
        }

        string home = Path.Combine(Root(), $"models--{string.Join("--", parts)}");
        string reference = Path.Combine(home, "refs", Path.Combine(revision.Split('/')));
        string commit = File.Exists(reference) ? File.ReadAllText(reference).Trim() : revision;
        string snapshot = Path.Combine(home, "snapshots", commit);
        return IsName(commit) && Directory.Exists(snapshot)
            ? snapshot
            : throw new CheckpointException(model, $"there is no such file or folder, and the hub cache has neither '{reference}' nor '{snapshot}'; download the model first, or give the path of its folder.");
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } cache)
        {
            return cache;
        }

        string home = Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface");
        return Path.Combine(home, "hub");
    }

    private static bool IsName(string part) =>
        part is not ("" or "." or "..") && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
