using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>Takes the keys apart under which the reference keeps its records in Redis, e.g. <c>:sotopia.database.logs.EpisodeLog:01H…</c>.</summary>
public static partial class RedisKeys
{
    /// <summary>The pattern of the keys for <c>SCAN</c>.</summary>
    public const string Pattern = ":sotopia.database.*";

    private const int Beginning = 256;

    /// <summary>Takes a key apart.</summary>
    /// <param name="key">The key.</param>
    /// <param name="recordClass">The name of the reference's class, e.g. <c>EpisodeLog</c>.</param>
    /// <param name="id">The id of the record.</param>
    /// <returns><see langword="false"/> when it is no key of a record: those of redis-om's indexes have more parts.</returns>
    public static bool TryParse(string key, out string recordClass, out string id)
    {
        Match match = Key().Match(key ?? "");
        (recordClass, id) = (match.Groups["class"].Value, match.Groups["id"].Value);
        return match.Success;
    }

    /// <summary>Whether a JSON file is an export of Redis: an object of documents by key.</summary>
    internal static bool IsExport(string file)
    {
        using StreamReader reader = new(file);
        char[] beginning = new char[Beginning];
        return Export().IsMatch(new string(beginning, 0, reader.ReadBlock(beginning)));
    }

    [GeneratedRegex(@"^:?sotopia\.[\w.]+\.(?<class>\w+):(?<id>[^:]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"^\s*\{\s*"":?sotopia\.[\w.]+:", RegexOptions.CultureInvariant)]
    private static partial Regex Export();
}
