using System.Globalization;
using StackExchange.Redis;

namespace SotopiaPi.Samples.Conversion;

/// <summary>Where a Redis is: <c>redis</c> for the one that the reference would use, or <c>redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]</c>.</summary>
internal sealed record RedisAddress(ConfigurationOptions Options)
{
    private const string Variable = "REDIS_OM_URL";
    private const int Port = 6379;

    /// <summary>Reads an address; null when the text names a folder.</summary>
    public static RedisAddress? Of(string source)
    {
        string address = source == "redis" ? Environment.GetEnvironmentVariable(Variable) ?? "redis://localhost" : source;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("redis" or "rediss"))
        {
            return null;
        }

        string[] user = Uri.UnescapeDataString(uri.UserInfo).Split(':', 2);
        ConfigurationOptions options = new()
        {
            EndPoints = { { uri.Host, uri.Port > 0 ? uri.Port : Port } },
            Ssl = uri.Scheme == "rediss",
            User = user[0].Length > 0 ? user[0] : null,
            Password = user.Length > 1 ? user[1] : null,
            DefaultDatabase = int.TryParse(uri.AbsolutePath.Trim('/'), NumberStyles.None, CultureInfo.InvariantCulture, out int database) ? database : 0,
            ConnectTimeout = 5000,
            ConnectRetry = 1,
        };
        return new RedisAddress(options);
    }

    /// <summary>The address without user and password.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"redis://{Options.EndPoints[0]!.ToString()!.Replace("Unspecified/", "", StringComparison.Ordinal)}/{Options.DefaultDatabase}");
}
