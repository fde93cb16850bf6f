using Adam.Desk.Calls;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Shell;

/// <summary>A form of a page that changes something in the register.</summary>
public interface IDeskForm
{
    /// <summary>Sends what a person has entered to the API. Returns the address of the page to open then.</summary>
    /// <exception cref="ApiProblemException">The API has refused it.</exception>
    Task<string> SendAsync(DeskContext desk, DeskApi api, IFormCollection form);

    /// <summary>Returns the page that says why the API has refused it, with what the person has entered.</summary>
    Task<View> ExplainAsync(DeskContext desk, DeskApi api, IFormCollection form, ApiProblemException problem);
}
