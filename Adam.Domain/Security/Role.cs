namespace Adam.Domain.Security;

/// <summary>What a key may do. Numbers are stored: never renumber.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer = 1,

    /// <summary>Reads, and writes its own partner's projects.</summary>
    Donor = 2,

    /// <summary>Reads, and decides overlaps.</summary>
    Analyst = 3,

    /// <summary>Partners, keys, everything.</summary>
    Admin = 4,
}
