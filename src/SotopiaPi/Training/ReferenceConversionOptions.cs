namespace SotopiaPi;

/// <summary>Settings of a <see cref="ReferenceExampleBuilder"/>. Copied by it.</summary>
public sealed class ReferenceConversionOptions
{
    /// <summary>Gets or sets the longest prompt, without the output format; from longer ones whole lines are cut from the front of the history.</summary>
    /// <value>In tokens of <see cref="CountTokens"/>. At least 1. The default is 2048, as in the reference code, which counts with the tokenizer of Llama 2.</value>
    public int MaxTokens
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2048;

    /// <summary>Gets or sets what counts the tokens of a text, special tokens included; <see langword="null"/> to cut nothing.</summary>
    public Func<string, int>? CountTokens { get; set; }

    internal ReferenceConversionOptions Clone() => (ReferenceConversionOptions)MemberwiseClone();
}
