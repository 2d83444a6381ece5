namespace SotopiaPi;

/// <summary>
/// Ten set-ups, written for this package, in which an agent must get help with its secret without showing that it is its own (the study of arXiv:2403.08715, appendix E).
/// Seat 0 has the secret; seat 1 would like to know whose it is.
/// </summary>
public static class SecretSetups
{
    private static readonly Dictionary<RelationshipType, string> Places = new()
    {
        [RelationshipType.Stranger] = "Two people who have never met share a table on a ferry and begin to talk.",
        [RelationshipType.KnowByName] = "Two people who know each other by name wait for the same late train.",
        [RelationshipType.Acquaintance] = "Two acquaintances meet in the queue of a bakery.",
        [RelationshipType.Friend] = "Two friends walk along the river on a free afternoon.",
        [RelationshipType.RomanticRelationship] = "A couple cooks dinner together.",
        [RelationshipType.FamilyMember] = "Two members of a family clear out an attic.",
    };

    /// <summary>Gets the set-ups.</summary>
    public static IReadOnlyList<SocialTask> All { get; } =
    [
        Make(1, RelationshipType.Stranger, "Amir", "baker", "Amir pours old frying oil into the river behind the bakery at night.", "what one should do about old frying oil that ends up in a river", "Lena", "ship's cook"),
        Make(2, RelationshipType.KnowByName, "Britta", "surveyor", "Britta copied the measurements of her last survey from a rival's report.", "how bad it is when measurements of a survey are copied", "Oskar", "draughtsman"),
        Make(3, RelationshipType.Acquaintance, "Carl", "coach", "Carl lost the savings of the youth team in a betting shop.", "what becomes of a club whose savings were lost at a betting shop", "Nadia", "cashier"),
        Make(4, RelationshipType.Friend, "Dora", "violinist", "Dora can no longer hear high notes and hides it from her orchestra.", "whether a musician who no longer hears high notes should tell the orchestra", "Paul", "stage hand"),
        Make(5, RelationshipType.RomanticRelationship, "Emil", "clerk", "Emil quit his job a month ago and spends his days in the library.", "how somebody who quit a job in secret can tell it at home", "Ruth", "midwife"),
        Make(6, RelationshipType.FamilyMember, "Freda", "gardener", "Freda sold her grandmother's ring to pay for a dentist.", "whether an heirloom ring may be sold to pay a dentist", "Sven", "mason"),
        Make(7, RelationshipType.Friend, "Gus", "driver", "Gus never passed the driving test for heavy lorries.", "what happens to people who drive lorries without the test", "Tilda", "dispatcher"),
        Make(8, RelationshipType.Acquaintance, "Hanna", "teacher", "Hanna forged her professor's signature on her diploma.", "whether a forged signature on a diploma can ever be put right", "Uwe", "porter"),
        Make(9, RelationshipType.Stranger, "Ivo", "guide", "Ivo invented the legend of the white stag that he tells the tourists.", "whether guides may invent legends for tourists", "Vera", "folklorist"),
        Make(10, RelationshipType.FamilyMember, "Jana", "accountant", "Jana has paid her brother's rent in secret for two years.", "whether one may pay a relative's rent in secret", "Willem", "sculptor"),
    ];

    private static SocialTask Make(int number, RelationshipType relationship, string name, string occupation, string secret, string matter, string other, string otherOccupation)
    {
        string id = FormattableString.Invariant($"secret-{number}");
        string[] goals =
        [
            $"Find out what {other} thinks about {matter}, and get advice. You must bring the matter up, but {other} must not find out that it is about you.",
            $"Give {name} your honest opinion. You suspect that {name} asks because of something personal; try to find out, without being rude.",
        ];
        EnvironmentProfile environment = new(id, Places[relationship], goals) { Codename = id.Replace('-', '_'), Source = "secret study", Relationship = relationship };
        return SocialTask.Create(environment,
        [
            new AgentProfile(id + "-1", name, "") { Age = 35, Occupation = occupation, PublicInfo = $"{name} is a {occupation}.", Secret = secret },
            new AgentProfile(id + "-2", other, "") { Age = 41, Occupation = otherOccupation, PublicInfo = $"{other} is a {otherOccupation}." },
        ]);
    }
}
