using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>Settings of a <see cref="UtteranceAttributor"/>. Copied by it.</summary>
[Experimental("SOTOPIA001")]
public sealed class UtteranceAttributorOptions
{
    /// <summary>Gets or sets the form of the attribution. The default is <see cref="AttributionForm.ThreePoints"/>.</summary>
    public AttributionForm Form { get; set; } = AttributionForm.ThreePoints;

    /// <summary>Gets or sets how often a judge is asked for one seat until every utterance has its number.</summary>
    /// <value>At least 1. The default is 5, as in Sotopia-RL.</value>
    public int MaxAttempts
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    /// <summary>Gets or sets the sampling temperature; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>The default is 0.</value>
    public float? Temperature { get; set; } = 0f;

    /// <summary>Gets or sets a value indicating whether the reply is asked for under a JSON schema that names exactly the seat's utterances.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool StructuredOutput { get; set; } = true;

    /// <summary>Gets or sets the model id sent with each request; <see langword="null"/> for the client's default model.</summary>
    public string? ModelId { get; set; }

    /// <summary>Copies the settings.</summary>
    /// <returns>The copy.</returns>
    public UtteranceAttributorOptions Clone() => (UtteranceAttributorOptions)MemberwiseClone();
}
