namespace SotopiaPi;

/// <summary>The groups into which MMLU's 57 subjects are put (Hendrycks et al., arXiv:2009.03300, <c>categories.py</c> of the authors' code).</summary>
public static class MmluSubjects
{
    private static readonly Dictionary<string, string> Groups = new[]
    {
        ("STEM", "abstract_algebra astronomy college_biology college_chemistry college_computer_science college_mathematics college_physics computer_security conceptual_physics electrical_engineering elementary_mathematics high_school_biology high_school_chemistry high_school_computer_science high_school_mathematics high_school_physics high_school_statistics machine_learning"),
        ("humanities", "formal_logic high_school_european_history high_school_us_history high_school_world_history international_law jurisprudence logical_fallacies moral_disputes moral_scenarios philosophy prehistory professional_law world_religions"),
        ("social sciences", "econometrics high_school_geography high_school_government_and_politics high_school_macroeconomics high_school_microeconomics high_school_psychology human_sexuality professional_psychology public_relations security_studies sociology us_foreign_policy"),
        ("other", "anatomy business_ethics clinical_knowledge college_medicine global_facts human_aging management marketing medical_genetics miscellaneous nutrition professional_accounting professional_medicine virology"),
    }.SelectMany(group => group.Item2.Split(' ').Select(subject => KeyValuePair.Create(subject, group.Item1))).ToDictionary(StringComparer.Ordinal);

    /// <summary>Gets the names of all subjects.</summary>
    public static IReadOnlyCollection<string> All => Groups.Keys;

    /// <summary>Finds the group of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <returns><c>STEM</c>, <c>humanities</c>, <c>social sciences</c> or <c>other</c>; <c>other</c> also for subjects that MMLU does not have.</returns>
    public static string GroupOf(string subject) => Groups.GetValueOrDefault(subject, "other");
}
