using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>Settings of a <see cref="UtteranceAttributor"/>. Copied by it. The temperature is 0 unless it is set, the time limit 5 minutes; a judge is asked 5 times for one seat, as in Sotopia-RL.</summary>
[Experimental("SOTOPIA001")]
public sealed class UtteranceAttributorOptions() : ChatRequestOptions(0, TimeSpan.FromMinutes(5), 5)
{
    /// <summary>Gets or sets the form of the attribution. The default is <see cref="AttributionForm.ThreePoints"/>.</summary>
    public AttributionForm Form { get; set; } = AttributionForm.ThreePoints;

    /// <summary>Copies the settings.</summary>
    /// <returns>The copy.</returns>
    public UtteranceAttributorOptions Clone() => (UtteranceAttributorOptions)MemberwiseClone();
}
