namespace SotopiaPi;

/// <summary>A script that a model wrote and that cannot be played.</summary>
public sealed class ScriptFormatException : FormatException
{
    /// <summary>Makes the exception without details.</summary>
    public ScriptFormatException()
        : this("the script cannot be read")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, what was wanted.</param>
    public ScriptFormatException(string message)
        : this(message, "")
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">What was found, what was wanted.</param>
    /// <param name="innerException">The cause.</param>
    public ScriptFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
        Script = "";
    }

    /// <summary>Makes the exception with the script.</summary>
    /// <param name="message">What was found, what was wanted.</param>
    /// <param name="script">The script as it came.</param>
    public ScriptFormatException(string message, string script)
        : base(message)
    {
        Script = script;
    }

    /// <summary>Gets the script as it came.</summary>
    public string Script { get; }
}
