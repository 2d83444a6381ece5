namespace SotopiaPi.Samples.Server;

/// <summary>An error that a client is told in the protocol's form.</summary>
internal sealed class ProtocolException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>The field of the request that is wrong; null for none.</summary>
    public string? Field { get; init; }

    public string? Code { get; init; }

    public static ProtocolException Invalid(string field, string message) => new(StatusCodes.Status400BadRequest, message) { Field = field };

    public static ProtocolException UnknownModel(string id, IEnumerable<string> known) =>
        new(StatusCodes.Status404NotFound, $"The model '{id}' does not exist. There are: {string.Join(", ", known)}.") { Field = "model", Code = "model_not_found" };
}
