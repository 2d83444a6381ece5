namespace SotopiaPi.Torch;

/// <summary>A member of an object, name and value, which may have to be there.</summary>
internal readonly record struct ObjectMember(BytePattern Pattern, bool Required)
{
    /// <summary>The objects that have the members in this order, those not required possibly left out.</summary>
    public static BytePattern Object(IReadOnlyList<ObjectMember> members)
    {
        // The first member that is present has no separator before it; so there is one alternative for each that can be the first.
        var alternatives = new List<BytePattern>();
        for (int first = 0; first < members.Count; first++)
        {
            alternatives.Add(BytePattern.Sequence([members[first].Pattern, .. members.Skip(first + 1).Select(member => member.Following())]));
            if (members[first].Required)
            {
                break;
            }
        }

        if (!members.Any(member => member.Required))
        {
            alternatives.Add(BytePattern.Empty);
        }

        return BytePattern.Sequence(BytePattern.Text("{"), BytePattern.Choice(alternatives), BytePattern.Text("}"));
    }

    private BytePattern Following()
    {
        BytePattern member = BytePattern.Sequence(BytePattern.Text(", "), Pattern);
        return Required ? member : BytePattern.Optional(member);
    }
}
