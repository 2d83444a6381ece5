namespace SotopiaPi.Torch;

/// <summary>Reports a tokenizer file that cannot be used, or text that its vocabulary cannot express.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Makes an exception with a message that says what was found and what was wanted.</summary>
    public TokenizerException(string message) : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    public TokenizerException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message of its own.</summary>
    public TokenizerException()
    {
    }
}
