namespace SotopiaPi;

/// <summary>A record that is JSON but not what was wanted. Names the field.</summary>
public sealed class RecordFormatException : FormatException
{
    /// <summary>Makes the exception without details.</summary>
    public RecordFormatException()
        : this("", "the record is malformed")
    {
    }

    /// <summary>Makes the exception without a field.</summary>
    /// <param name="message">What was found, what was wanted.</param>
    public RecordFormatException(string message)
        : this("", message)
    {
    }

    /// <summary>Makes the exception without a field.</summary>
    /// <param name="message">What was found, what was wanted.</param>
    /// <param name="innerException">The cause.</param>
    public RecordFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
        Field = "";
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="field">The field; empty when the record as a whole is meant.</param>
    /// <param name="message">What was found, what was wanted.</param>
    public RecordFormatException(string field, string message)
        : base(field.Length == 0 ? message : $"field '{field}': {message}")
    {
        Field = field;
    }

    /// <summary>Gets the field; empty when the record as a whole is meant.</summary>
    public string Field { get; }
}
