namespace SotopiaPi;

/// <summary>Settings of a <see cref="SummaryMemory"/>. Copied by it.</summary>
public sealed class SummaryMemoryOptions
{
    /// <summary>Gets or sets the pack whose template <c>memory_summary</c> asks for the summary.</summary>
    /// <value>The default is <see cref="PromptPack.Default"/>: 200 to 300 words (arXiv:2506.12666).</value>
    public PromptPack Prompts
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = PromptPack.Default;

    /// <summary>Gets or sets the model id sent with each request; <see langword="null"/> for the client's default model.</summary>
    public string? ModelId { get; set; }

    /// <summary>Gets or sets how long a summary may take; <see langword="null"/> waits as long as the client does.</summary>
    /// <value>More than zero. The default is 2 minutes.</value>
    public TimeSpan? Timeout
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero);
            }

            field = value;
        }
    } = TimeSpan.FromMinutes(2);

    internal SummaryMemoryOptions Clone() => (SummaryMemoryOptions)MemberwiseClone();
}
