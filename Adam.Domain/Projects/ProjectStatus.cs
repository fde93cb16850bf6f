namespace Adam.Domain.Projects;

/// <summary>The status of a project: the codes of IATI's code list ActivityStatus.</summary>
/// <remarks>The numbers are those of IATI. They are stored: never renumber.</remarks>
public enum ProjectStatus
{
    /// <summary>Being scoped or planned.</summary>
    Pipeline = 1,

    Implementation = 2,

    /// <summary>The activity is complete; accounts or evaluation are still open.</summary>
    Finalisation = 3,

    Closed = 4,

    /// <summary>Will not take place. A cancelled project takes part in no overlap and no presence.</summary>
    Cancelled = 5,

    Suspended = 6,
}
