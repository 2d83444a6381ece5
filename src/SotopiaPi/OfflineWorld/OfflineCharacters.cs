namespace SotopiaPi;

/// <summary>Holds the characters of the offline world, written for it.</summary>
public static class OfflineCharacters
{
    /// <summary>Gets the characters, in a fixed order.</summary>
    public static IReadOnlyList<AgentProfile> All { get; } =
    [
        Make("Ada", 34, "clock repairer", "Woman", "She/her", "keeps bees on her roof", "patient", "She sold her late uncle's watch collection."),
        Make("Ben", 29, "ferry deckhand", "Man", "He/him", "knows every tide table by heart", "cheerful", "He failed his harbour pilot exam twice."),
        Make("Cleo", 41, "night baker", "Woman", "She/her", "sings while the dough rises", "blunt", "She buys her famous rye starter from a rival."),
        Make("Dan", 52, "school caretaker", "Man", "He/him", "carves chess pieces in winter", "careful", "He owes his brother three months of rent."),
        Make("Ella", 23, "botany student", "Woman", "She/her", "draws mosses in the margin of every book", "curious", "She stopped going to lectures in spring."),
        Make("Finn", 37, "tram driver", "Man", "He/him", "collects timetables of vanished lines", "dry", "He is applying for a job abroad."),
        Make("Gita", 46, "radio host", "Woman", "She/her", "never forgets a voice", "warm", "She writes the listener letters herself."),
        Make("Hugo", 60, "retired surveyor", "Man", "He/him", "walks the town border each Sunday", "stubborn", "He cannot read small print any more."),
        Make("Iris", 31, "glazier", "Woman", "She/her", "builds kites from offcuts", "quick", "She broke the chapel window by accident."),
        Make("Jonah", 26, "bicycle courier", "Man", "He/him", "cooks for the whole house on Mondays", "restless", "He lost a parcel and said nothing."),
        Make("Kira", 39, "court interpreter", "Woman", "She/her", "speaks five languages softly", "exact", "She once changed a witness's word."),
        Make("Leo", 45, "puppeteer", "Man", "He/him", "lends his van to anyone", "playful", "He plans to close the theatre."),
        Make("Mara", 33, "river guide", "Nonbinary", "They/them", "trains a very slow dog", "calm", "They are afraid of deep water."),
        Make("Noah", 21, "apprentice tailor", "Man", "He/him", "embroiders birds inside pockets", "shy", "He wears a suit made for a customer."),
        Make("Olga", 57, "librarian", "Woman", "She/her", "swims in the lake until December", "firm", "She keeps a rare atlas at home."),
        Make("Pavel", 48, "piano tuner", "Man", "He/him", "brews plum brandy", "gentle", "He is losing his hearing on one side."),
    ];

    private static AgentProfile Make(string name, int age, string occupation, string gender, string pronoun, string habit, string temper, string secret) =>
        new("offline-" + name.ToLowerInvariant(), name, "")
        {
            Age = age,
            Occupation = occupation,
            Gender = gender,
            GenderPronoun = pronoun,
            PublicInfo = $"{name} works as a {occupation} and {habit}.",
            PersonalityAndValues = $"Friends call {name} {temper} and fair.",
            Secret = secret,
        };
}
